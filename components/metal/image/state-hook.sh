#!/bin/sh
# Puts into the initramfs what state.sh calls, before busybox, which has some of it in a lesser form; and
# what checks the root of a disk, which Debian's own hook looks for in /etc/fstab.
[ "$1" != prereqs ] || exit 0
. /usr/share/initramfs-tools/hook-functions
for program in sbin/blkid sbin/e2fsck sbin/fsck sbin/fsck.ext4 sbin/logsave sbin/mke2fs bin/partx \
  sbin/sfdisk; do
  copy_exec /usr/$program
done
copy_file config /etc/mke2fs.conf
cp /usr/local/sbin/state-partition "$DESTDIR/usr/sbin/"
