#!/bin/sh
# What a machine of these tests runs: listeners that tell who they are, and a shell on its serial console.
# Answers to ping carry a TTL of the machine's own, so that it is known who gave them.
echo @TTL@ >/proc/sys/net/ipv4/ip_default_ttl
echo 1 >/proc/sys/kernel/printk
# Port 80 is the guest's own; this one no security group lets in by itself.
httpd -p 81 -h /www
cat >/lib.sh <<'END'
# Each prints one line: what was asked, and who answered: a name, a TTL, or nothing.
tcp() {
  who=$(wget -q -T 8 -O - "http://$2:$1/" 2>/dev/null | sed -n 's/^hostname: //p')
  echo "tcp $1 $2 ${who:-nothing}"
}
icmp() {
  who=$(ping -c 3 -W 6 "$1" 2>/dev/null | sed -n 's/.* ttl=\([0-9]*\) .*/\1/p' | head -n 1)
  echo "icmp $1 ${who:-nothing}"
}
# To three ports that nobody listens on, from $1 on: a packet that got there is answered by port
# unreachable. Who runs several of this at once gives each its own ports, by which it knows its answers.
udp() {
  if traceroute -n -q 3 -w 4 -f 6 -m 6 -p $(($1 - 1)) "$2" 2>/dev/null | grep -q "^ *6 .*$2 "; then
    echo "udp $2 somebody"
  else
    echo "udp $2 nothing"
  fi
}
# Whether something takes a connection, whatever it is.
connects() {
  if nc -w 6 "$1" "$2" </dev/null >/dev/null 2>&1; then echo "$1 $2 open"; else echo "$1 $2 closed"; fi
}
metadata() {
  path=$1
  shift
  wget -q -T 10 -O - "$@" "http://169.254.169.254/openstack/latest/$path" 2>&1
}
END
stty -F /dev/ttyS0 -echo
echo 'the shell is ready' >/dev/ttyS0
exec sh -c '. /lib.sh; while read -r line; do eval "$line" </dev/null; done' </dev/ttyS0 >/dev/ttyS0 2>&1
