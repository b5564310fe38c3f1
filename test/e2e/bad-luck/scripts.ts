import { cgroupRoot } from "../../../embedded/metal/cgroup";

/** Takes away what a reboot of the computer takes: all that is in memory. Files stay. */
export const REBOOT = `
for group in ${cgroupRoot()}/osl-*; do echo 1 >$group/cgroup.kill; done
for group in ${cgroupRoot()}/osl-*; do
  while grep -q 'populated 1' $group/cgroup.events; do sleep 0.1; done
  find $group -depth -type d -exec rmdir {} +
done
for name in $(ls /run/netns | grep '^osl-'); do ip netns delete $name; done
sleep 1
for link in $(ip -o link | grep -o 'osl-[a-z0-9-]*' | sort -u); do ip link delete $link || :; done
awk '$2 ~ "/lab/hosts/[^/]*/root" { print $2 }' /proc/self/mounts | sort -r | xargs -r umount --lazy
nft delete table ip osl-lab
`;

/** Says "all" where every API answers and no service or agent has been silent for over a minute. */
export const WORKS = `
vip=$(sed -n 's/.*bind \\([0-9.]*\\):5000 .*/\\1/p' /etc/haproxy/haproxy.cfg | head -n 1)
for port in 5000 8774 8776 8778 9292 9696; do
  code=$(curl -s -o /dev/null -w '%{http_code}' --max-time 10 https://$vip:$port/)
  [ $code -gt 0 ] && [ $code -lt 500 ] || echo "port $port of $vip: $code"
done
mariadb -N nova -e "SELECT host, topic FROM services WHERE deleted = 0 AND topic IS NOT NULL AND last_seen_up < UTC_TIMESTAMP() - INTERVAL 60 SECOND"
mariadb -N neutron -e "SELECT host, agent_type FROM agents WHERE heartbeat_timestamp < UTC_TIMESTAMP() - INTERVAL 75 SECOND"
echo all
`;
