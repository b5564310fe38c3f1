# Starts an InfluxDB of these tests' own, anew where it runs. Usage: influx.sh FOLDER
set -eu
cd "$1"
if [ -f influx.pid ]; then
  old=$(cat influx.pid)
  kill "$old" || :
  while [ -e "/proc/$old/exe" ]; do sleep 0.1; done
fi
influxd -config influxdb.conf </dev/null >>influx.log 2>&1 &
until curl -fsS -o influx.answer http://127.0.0.1:18086/ping; do sleep 0.2; done
echo $! >influx.pid
