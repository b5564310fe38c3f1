# Shared by the scripts here: one line per step, with the time since the first of them began.
STEPS_BEGAN=${STEPS_BEGAN:-$(date +%s)}
export STEPS_BEGAN

step() {
  printf '%s  %s\n' "$(clock)" "$*"
}

clock() {
  now=$(($(date +%s) - STEPS_BEGAN))
  printf '%d:%02d' $((now / 60)) $((now % 60))
}

# during TEXT COMMAND...: a step that takes long; on a terminal its line has a clock of its own.
during() {
  if [ ! -t 1 ]; then
    step "$1"
    shift
    "$@"
    return
  fi
  line="$(clock)  $1"
  shift
  from=$(date +%s)
  (
    # Ends with the script, however that ends.
    while kill -0 $$ 2>/dev/null; do
      printf '\r\033[K%s (%ds)' "$line" $(($(date +%s) - from))
      sleep 1
    done
  ) &
  ticker=$!
  code=0
  "$@" || code=$?
  kill "$ticker" 2>/dev/null || :
  wait "$ticker" 2>/dev/null || :
  printf '\r\033[K%s (%ds)\n' "$line" $(($(date +%s) - from))
  return "$code"
}

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
