#!/bin/sh
# What udhcpc calls when it has an address.
case $1 in
bound | renew)
  ip addr flush dev "$interface"
  ip addr add "$ip/$mask" dev "$interface"
  ip link set "$interface" mtu "${mtu:-1450}"
  [ -z "$router" ] || ip route replace default via "${router%% *}"
  ;;
esac
