#!/bin/sh
# Run by live-boot in the initramfs, when the medium was found: with the kernel argument state=disk
# what the host writes goes to its disk, and stays there as long as its config drive is the same.
[ "$1" != prereqs ] || exit 0
case " $(cat /proc/cmdline) " in *" state=disk "*) ;; *) exit 0 ;; esac
. /scripts/functions

disks() {
  for entry in /sys/block/*; do
    name=${entry##*/}
    case $name in loop* | ram* | zram* | fd* | sr* | dm-* | md*) continue ;; esac
    [ -b "/dev/$name" ] || continue
    [ "$(cat "$entry/removable")$(cat "$entry/ro")" = 00 ] || continue
    [ "$(cat "$entry/size")" = 0 ] || echo "/dev/$name"
  done
}

uuid_of() {
  mkdir -p /run/config-drive
  mount -o ro "$1" /run/config-drive || return 0
  tr ',{}' '\n\n\n' </run/config-drive/openstack/latest/meta_data.json |
    sed -n 's/^[[:space:]]*"uuid":[[:space:]]*"\([^"]*\)"[[:space:]]*$/\1/p' | head -n 1
  umount /run/config-drive
}

# Drives and disks may be there later than the medium. Before anything is made anew they get some time.
uuid=
partition=
for second in 0 1 2 3 4 5 6 7 8 9; do
  [ $second = 0 ] || sleep 1
  udevadm settle
  for drive in /dev/disk/by-label/config-2 /dev/disk/by-label/CONFIG-2; do
    [ -n "$uuid" ] || [ ! -e "$drive" ] || uuid=$(uuid_of "$drive")
  done
  [ -n "$uuid" ] || continue
  partition=$(/usr/sbin/state-partition find "$uuid" $(disks))
  [ -z "$partition" ] || break
done
if [ -z "$partition" ]; then
  partition=$(/usr/sbin/state-partition make "$uuid" $(disks) 2>/run/state.log) || panic "$(cat /run/state.log)"
fi
# Without a config drive this is no one's host: it runs from memory, unless there is a state.
[ -n "$partition" ] || exit 0
/usr/sbin/e2fsck -p "$partition" || [ $? -lt 4 ] || panic "The file system of $partition is damaged: e2fsck $partition"
# live-boot puts this under the medium's root in place of memory.
printf 'cowdevice=%s\ncow_fstype=ext4\ncow_mountopt=rw,noatime\n' "$partition" >>/conf/param.conf
