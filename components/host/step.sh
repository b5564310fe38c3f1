# Runs one step on a host. What stands before this text sets STEP, DIGEST, ROOT, PACKAGES, SECRETS
# and the functions step_files and step_converge. The last line calls step_run.
set -uo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
CHANGED=()

# fail MESSAGE: ends the step; the message is the last line of its log.
fail() {
  printf '%s\n' "$*"
  exit 1
}

# tell MESSAGE: a line for who started the step, though it went well.
tell() {
  printf '%s\n' "$*" >>"$TOLD"
}

# own PATH MODE OWNER GROUP: sets what differs.
own() {
  local found
  found=$(stat -c '%a %U %G' "$1") || return
  [[ $found == "$((10#$2)) $3 $4" ]] && return
  chown "$3:$4" "$1" && chmod "$2" "$1"
}

# put_directory PATH MODE OWNER GROUP
put_directory() {
  mkdir -p "$ROOT$1" && own "$ROOT$1" "$2" "$3" "$4"
}

# put_file PATH MODE OWNER GROUP, content in base64 on standard input. Replaces the file in one
# move, and only when its content differs, so that its time of change tells who must restart.
put_file() {
  local path=$ROOT$1 temporary
  mkdir -p "${path%/*}"
  # The step's own: another one may be writing the same file. What a run that was cut off left goes.
  temporary="${path%/*}/.${path##*/}.$STEP"
  rm -f "$temporary"
  (umask 077 && base64 -d >"$temporary") || {
    rm -f "$temporary"
    fail "$1 could not be written"
  }
  if [[ -f $path && ! -L $path ]] && cmp -s "$temporary" "$path"; then
    rm -f "$temporary"
    own "$path" "$2" "$3" "$4"
    return
  fi
  chown "$3:$4" "$temporary"
  chmod "$2" "$temporary"
  mv -f "$temporary" "$path"
  CHANGED+=("$1")
  echo "changed $1"
}

# changed PATH...: whether this run changed one of these files.
changed() {
  local file wanted
  for file in ${CHANGED[@]+"${CHANGED[@]}"}; do
    for wanted in "$@"; do [[ $file == "$wanted" ]] && return 0; done
  done
  return 1
}

# ensure_packages NAME...: installs those that dpkg misses, and lets none of them start a daemon.
ensure_packages() {
  local name installed missing=()
  (($# == 0)) && return
  installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)
  for name in "$@"; do
    grep -qxF "$name installed" <<<"$installed" || missing+=("$name")
  done
  ((${#missing[@]} == 0)) && return
  (
    flock -w 900 9 || fail "another installation of packages did not end within 15 minutes"
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod 755 /usr/sbin/policy-rc.d
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    [[ -n $(find /var/lib/apt/lists -maxdepth 1 -name '*_Packages*' -mmin -1440 -print -quit) ]] ||
      apt-get -q update
    apt-get -q -y --no-install-recommends -o DPkg::Lock::Timeout=300 \
      -o Dpkg::Options::=--force-confold install "${missing[@]}"
  ) 9>/run/lock/openstack-environment-packages
}

# started_at UNIT: when its start began, in microseconds; 0 when it never did. What counts is the
# beginning: a slow one reads its files long before it is up.
started_at() {
  local time
  time=$(systemctl show -p InactiveExitTimestamp --timestamp=us+utc --value "$1")
  if [[ -n $time && $time != n/a ]]; then date -d "$time" +%s%6N; else echo 0; fi
}

# ensure_units UNIT... -- FILE...: each unit is enabled, running, and was started after the files
# last changed. All that must start do so at once.
ensure_units() {
  local unit file newest=0 time units=() restart=()
  while (($# > 0)) && [[ $1 != -- ]]; do
    units+=("$1")
    shift
  done
  shift || true
  for file in "$@"; do
    time=$(stat -c %.6Y "$ROOT$file" 2>/dev/null) || continue
    time=${time/./}
    ((time > newest)) && newest=$time
  done
  for unit in "${units[@]}"; do
    if ! systemctl is-enabled -q "$unit" 2>/dev/null; then
      systemctl unmask -q "$unit"
      systemctl enable -q "$unit"
    fi
    if ! systemctl is-active -q "$unit" || ((newest > $(started_at "$unit"))); then
      restart+=("$unit")
    fi
  done
  ((${#restart[@]} == 0)) && return
  echo "restart ${restart[*]}"
  systemctl reset-failed "${restart[@]}" 2>/dev/null || true
  if ! systemctl restart "${restart[@]}" && ! start_by_themselves "${restart[@]}"; then
    show_units "${restart[@]}"
    fail "a unit did not start: ${restart[*]}"
  fi
}

# start_by_themselves UNIT...: waits up to a minute for those that systemd starts again. One that ended
# because another service was not up yet, or about to be started again, is no failure.
start_by_themselves() {
  local unit state start=$SECONDS
  for unit in "$@"; do
    until state=$(systemctl is-active "$unit"); do
      [[ $state == activating ]] && ((SECONDS - start < 60)) || return
      sleep 0.5
    done
  done
}

# mask_units UNIT...: they neither run nor can be started, not even because another unit wants them.
mask_units() {
  local unit mask=()
  for unit in "$@"; do
    [[ $(readlink "/etc/systemd/system/$unit.service") == /dev/null ]] || mask+=("$unit")
  done
  ((${#mask[@]} == 0)) || systemctl mask -q --now "${mask[@]}"
}

# hold_units UNIT...: those that no step enabled yet cannot be started because another unit wants them.
hold_units() {
  local unit hold=()
  for unit in "$@"; do
    systemctl is-enabled -q "$unit" 2>/dev/null || hold+=("$unit")
  done
  mask_units ${hold[@]+"${hold[@]}"}
}

# show_units UNIT...: what a unit that does not run said last.
show_units() {
  local unit
  for unit in "$@"; do
    systemctl is-active -q "$unit" && continue
    echo "unit $unit: $(systemctl is-active "$unit"); its journal:"
    journalctl -u "$unit" -n 15 --no-pager -o cat || true
  done
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds, or the step fails.
wait_for() {
  local limit=$1 what=$2 start=$SECONDS
  shift 2
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS - start >= limit)); then
      show_units ${UNITS[@]+"${UNITS[@]}"}
      fail "$what: no good answer within $limit seconds"
    fi
    sleep 0.5
  done
}

# answers_http URL: any answer but a server's error, the trust store deciding about certificates.
answers_http() {
  local code
  code=$(curl -s -o /dev/null -w '%{http_code}' --max-time 10 "$1") || return
  ((code >= 200 && code < 500))
}

# answers_tcp ADDRESS PORT
answers_tcp() {
  timeout 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2"
}

# redact: takes every known secret out of what goes back to who started the step.
redact() {
  local line secret
  while IFS= read -r line || [[ -n $line ]]; do
    for secret in ${SECRETS[@]+"${SECRETS[@]}"}; do line=${line//"$secret"/[secret]}; done
    printf '%s\n' "$line"
  done
}

# full_disks: names each disk of those that steps write to on which nothing more can be written.
full_disks() {
  local avail inodes left target
  df --output=avail,itotal,iavail,target "$ROOT"{/,/etc/*/,/run,/tmp,/usr,/var/*/,/var/lib/*/} 2>/dev/null |
    tail -n +2 | sort -u | while read -r avail inodes left target; do
    # A file system that does not count has a dash for a number.
    [[ $avail == [0-9]* ]] || continue
    ((avail < 64)) || [[ $inodes == [1-9]* && $left == 0 ]] || continue
    echo "The disk at $target on $(uname -n) is full: make room there, then run the same command again."
  done
}

step_run() {
  local logs=$ROOT/var/log/openstack-environment log status
  mkdir -p "$logs" "$ROOT/run/lock"
  chmod 700 "$logs"
  log=$logs/$STEP.log
  TOLD=$logs/$STEP.told
  (
    flock -w 600 8 || fail "an earlier run of this step did not end within 10 minutes"
    umask 077
    exec >"$log" 2>&1
    rm -f "$TOLD"
    umask 022
    set -e
    ensure_packages ${PACKAGES[@]+"${PACKAGES[@]}"}
    step_files
    step_converge
  ) 8>"$ROOT/run/lock/openstack-environment-$STEP"
  status=$?
  if ((status == 0)); then
    echo "$STEP $DIGEST"
    [[ ! -f $TOLD ]] || redact <"$TOLD"
    return 0
  fi
  {
    echo "The step $STEP failed on $(uname -n) with status $status. The last lines of $log:"
    tail -n 25 "$log" 2>/dev/null | redact
    full_disks
  } >&2
  return 1
}
