# The lab's passphrase is made once, at the first start, and kept in a file that only its user can read.
# Other stacks bring their own, as with any Pulumi program.
LAB_PASSPHRASE="${XDG_CONFIG_HOME:-$HOME/.config}/openstack-environment/lab-passphrase"

use_lab_passphrase() {
  [ -z "${PULUMI_CONFIG_PASSPHRASE+set}${PULUMI_CONFIG_PASSPHRASE_FILE+set}" ] || return 0
  export PULUMI_CONFIG_PASSPHRASE_FILE="$LAB_PASSPHRASE"
  [ ! -s "$LAB_PASSPHRASE" ] || return 0
  # Another one would not open what the lost one sealed.
  [ ! -e "${XDG_STATE_HOME:-$HOME/.local/state}/openstack-environment/stacks/openstack-environment/lab/state.json" ] ||
    fail "The lab's passphrase is gone: its state is sealed with what was in $LAB_PASSPHRASE. Put that file back, or start anew: make down, then make up. Nothing was changed."
  (
    umask 077
    mkdir -p "$(dirname "$LAB_PASSPHRASE")"
    # Gets its name when whole, so that a killed first start leaves no empty passphrase; and only
    # where there is none, so that the quicker one of two is kept.
    head -c 32 /dev/urandom | base64 >"$LAB_PASSPHRASE.$$"
    [ -s "$LAB_PASSPHRASE" ] || rm -f "$LAB_PASSPHRASE"
    ln "$LAB_PASSPHRASE.$$" "$LAB_PASSPHRASE" 2>/dev/null || :
    rm "$LAB_PASSPHRASE.$$"
  )
}
