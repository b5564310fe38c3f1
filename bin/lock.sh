# One command at a time for the lab, and only as root: what the commands of the Makefile ask first.
LAB_FILES="${XDG_STATE_HOME:-$HOME/.local/state}/openstack-environment"

# hold_lab COMMAND: keeps others out until this script and all that it runs have ended.
hold_lab() {
  [ -z "${LAB_IS_HELD:-}" ] || return 0
  [ "$(id -u)" = 0 ] ||
    fail "The lab makes machines and networks on this computer, which only root may (found: user $(id -un)). Run the same command as root, e.g. with sudo. Nothing was changed."
  mkdir -p "$LAB_FILES"
  # Programs that outlive this script (the machines) do not inherit it: Node.js closes what it was given.
  exec 9>>"$LAB_FILES/command.lock"
  flock -n 9 ||
    fail "'$(cat "$LAB_FILES/command.lock")' is under way for the lab. Wait until it ends, or end it (kill$(lab_holders 9>&-)), then run the same command again. Nothing was changed."
  printf '%s, since %s' "$1" "$(date '+%F %T')" >"$LAB_FILES/command.lock" ||
    fail "The disk of $LAB_FILES is full. Make room there, then run the same command again. Nothing was changed."
  LAB_IS_HELD=1
  export LAB_IS_HELD
}

# The ids of the processes that hold the lab, each after a blank.
lab_holders() {
  for process in /proc/[0-9]*; do
    [ "$process" != "/proc/$$" ] || continue
    [ ! "$process/fd/9" -ef "$LAB_FILES/command.lock" ] || printf ' %s' "${process#/proc/}"
  done
}
