# Runs a Gnocchi and a CloudKitty for these tests until standard input ends, and leaves nothing of them.
set -eu
umask 077
folder=$1
cd "$folder"

influx() {
  curl -fsS -o influx.answer -K /etc/influxdb/openstack-environment-login \
    http://127.0.0.1:8086/query --data-urlencode "q=$1"
}
end() {
  failed=$?
  [ $failed = 0 ] || tail -n 40 output >&4
  [ ! -f pids ] || kill $(cat pids) || :
  # They write to the end.
  wait
  influx 'DROP DATABASE "cloudkitty_test"' || :
  rm -rf "$folder"
}
exec 3>&1 4>&2 >output 2>&1
trap end EXIT

python3 prepare.py "$folder"
influx 'DROP DATABASE "cloudkitty_test"'
influx 'CREATE DATABASE "cloudkitty_test" WITH DURATION INF NAME "rated"'
mkdir measures locks
gnocchi-upgrade --config-file gnocchi.conf --sacks-number 4 --skip-archive-policies-creation &
upgrade=$!
cloudkitty-dbsync --config-file cloudkitty.conf upgrade
cloudkitty-storage-init --config-file cloudkitty.conf
wait $upgrade
python3 measures.py --config-file gnocchi.conf </dev/null &
echo $! >>pids
gnocchi-metricd --config-file gnocchi.conf </dev/null &
echo $! >>pids
python3 rating.py "$folder" >&3
