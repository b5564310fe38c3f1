# InfluxDB that found its disk full refuses to write until it is started anew, room or not. CloudKitty leaves
# a file then, and this starts it anew as soon as there is room.
#
# Usage: restart-stuck.sh FILE FOLDER KIB COMMAND...; KIB is how much room there must be where FOLDER is
set -eu
file=$1
folder=$2
room=$3
shift 3
while [ "$(df --output=avail -k "$folder" | tail -n 1)" -lt "$room" ]; do sleep 5; done
# Before that: what fails from now on is told anew.
rm -f "$file"
"$@"
