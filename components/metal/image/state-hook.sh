#!/bin/sh
# Puts into the initramfs what state.sh calls.
[ "$1" != prereqs ] || exit 0
. /usr/share/initramfs-tools/hook-functions
for program in blkid e2fsck mke2fs partx sfdisk; do
  copy_exec "$(command -v "$program")" /usr/sbin
done
copy_file config /etc/mke2fs.conf
cp /usr/local/sbin/state-partition "$DESTDIR/usr/sbin/"
