# Shared by the scripts here: one line per step, with the time since the command began.
began=$(date +%s)
step() {
  now=$(($(date +%s) - began))
  printf '%d:%02d  %s\n' $((now / 60)) $((now % 60)) "$*"
}
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}
