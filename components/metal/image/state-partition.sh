#!/bin/sh
# Finds the partition that keeps what a deployment of this machine wrote, or makes it. Says its device;
# nothing where there is neither a state nor a deployment. Run by the initramfs, as root.
#   state-partition find|make UUID DISK...   UUID: the config drive's; empty: any that is there
# The partition is called state, and its file system has the deployment's UUID.
# Programs are called by their paths: the initramfs's shell has programs of these names, which do less.
set -eu
action=$1
uuid=$(echo "$2" | tr A-F a-f)
shift 2

value() { /usr/sbin/blkid --probe --output value --match-tag "$1" "$2" || :; }

partitions() {
  for entry in /sys/block/"${1##*/}"/"${1##*/}"*; do
    [ ! -e "$entry/partition" ] || echo "/dev/${entry##*/}"
  done
}

# The state of another deployment is no one's any more: its place is the first to be taken.
place=
for disk; do
  for partition in $(partitions "$disk"); do
    [ "$(value PART_ENTRY_NAME "$partition")" = state ] || continue
    found=$(value UUID "$partition")
    if [ -n "$found" ] && [ "$found" = "${uuid:-$found}" ]; then
      echo "$partition"
      exit
    fi
    place=${place:-$partition}
  done
done
[ "$action" = make ] && [ -n "$uuid" ] || exit 0

if [ -z "$place" ]; then
  for disk; do
    # 2: nothing that anyone knows is on it. What holds something else is never touched.
    code=0
    /usr/sbin/blkid --probe "$disk" >/dev/null 2>&1 || code=$?
    [ $code != 2 ] || break
    disk=
  done
  if [ -z "${disk:-}" ]; then
    echo "No disk for this machine's state (state=disk): found ${*:-none}; all hold something. Have Ironic clean the machine, which empties its disks." >&2
    exit 1
  fi
  echo 'type=linux, name=state' |
    /usr/sbin/sfdisk --quiet --no-reread --no-tell-kernel --label gpt --wipe-partitions always "$disk" >&2
  /usr/bin/partx --update "$disk" >&2
  [ ! -d /run/udev ] || udevadm settle
  place=$(partitions "$disk")
fi
# Its UUID is written last: until then it is another deployment's.
/usr/sbin/mke2fs -q -F -t ext4 -L state -U "$uuid" -E lazy_itable_init=1,lazy_journal_init=1 "$place" >&2
echo "$place"
