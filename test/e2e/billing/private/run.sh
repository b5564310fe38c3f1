# Runs a Gnocchi, a CloudKitty and an InfluxDB for these tests until standard input ends, and leaves nothing
# of them. What they keep is on a small disk, which nobody else sees: this is to have mounts of its own.
set -eu
umask 077
folder=$1
cd "$folder"

influx() {
  curl -fsS -o influx.answer http://127.0.0.1:18086/query --data-urlencode "q=$1"
}
end() {
  failed=$?
  [ $failed = 0 ] || tail -n 40 output >&4
  [ ! -f pids ] || kill $(cat pids) || :
  [ ! -f influx.pid ] || kill $(cat influx.pid) || :
  # They write to the end.
  wait
  umount -l disk || :
  rm -rf "$folder"
}
# As systemd does it for the lab's own: components/billing/influxdb.ts.
watch() {
  while sleep 0.3; do
    [ ! -e influxdb-is-stuck ] ||
      sh /usr/local/lib/openstack-environment/restart-stuck.sh \
        "$folder/influxdb-is-stuck" disk 8192 sh influx.sh "$folder"
  done
}
exec 3>&1 4>&2 >output 2>&1
trap end EXIT

mkdir disk locks
mount -t tmpfs -o size=64m,mode=0700 none disk
mkdir disk/measures
python3 prepare.py "$folder"
sh influx.sh "$folder"
influx 'CREATE DATABASE "cloudkitty_test" WITH DURATION INF NAME "rated"'
gnocchi-upgrade --config-file gnocchi.conf --sacks-number 1 --skip-archive-policies-creation &
upgrade=$!
cloudkitty-dbsync --config-file cloudkitty.conf upgrade
cloudkitty-storage-init --config-file cloudkitty.conf
wait $upgrade
python3 measures.py --config-file gnocchi.conf </dev/null &
echo $! >>pids
watch </dev/null &
echo $! >>pids
python3 rating.py "$folder" >&3
