#!/bin/sh
# The guest's only program: brings the network up by DHCP, asks the metadata service who it is, runs
# its user data if that is a script, and answers HTTP with what it learned.
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
for module in failover net_failover virtio_net; do
  [ ! -f "/modules/$module.ko" ] || insmod "/modules/$module.ko"
done
ip link set lo up
for try in 1 2 3 4 5 6; do
  ip link set eth0 up && udhcpc -i eth0 -s /lease -n -q -t 10 && break
  sleep 1
done
metadata=http://169.254.169.254/openstack/latest
for try in 1 2 3 4 5 6; do
  wget -q -T 5 -O /www/metadata.json "$metadata/meta_data.json" && break
  sleep 1
done
hostname "$(sed -n 's/.*"hostname": *"\([^"]*\)".*/\1/p' /www/metadata.json)"
{
  echo "hostname: $(hostname)"
  echo "addresses: $(ip -4 -o addr show eth0 | awk '{ print $4 }' | tr '\n' ' ')"
} >/www/index.html
if wget -q -T 5 -O /user-data "$metadata/user_data" && head -c 2 /user-data | grep -q '#!'; then
  chmod 755 /user-data
  /user-data </dev/null >/www/user-data.txt 2>&1 &
fi
echo "guest is up: $(hostname)"
exec httpd -f -p 80 -h /www
