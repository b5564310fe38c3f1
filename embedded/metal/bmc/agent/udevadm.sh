#!/bin/sh
# Stands in for udev's settle: waits until every partition of the machine's disk has its node, which
# is made from outside the container.
[ "$1" = settle ] || exec /usr/bin/udevadm "$@"
for tries in $(seq 100); do
  missing=
  for disk in /dev/loop*; do
    for partition in /sys/block/${disk#/dev/}/${disk#/dev/}p*; do
      [ -e "$partition/dev" ] || continue
      # One of before, with another number, is none.
      number=$(stat --format %Hr:%Lr "/dev/${partition##*/}" 2>/dev/null)
      [ "$number" = "$(cat "$partition/dev")" ] || missing=yes
    done
  done
  [ -n "$missing" ] || break
  sleep 0.1
done
exit 0
