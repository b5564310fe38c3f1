# The lab's passphrase is made once, at the first start, and kept in a file that only its user can read.
# Other stacks bring their own, as with any Pulumi program.
use_lab_passphrase() {
  [ -z "${PULUMI_CONFIG_PASSPHRASE+set}${PULUMI_CONFIG_PASSPHRASE_FILE+set}" ] || return 0
  PULUMI_CONFIG_PASSPHRASE_FILE="${XDG_CONFIG_HOME:-$HOME/.config}/openstack-environment/lab-passphrase"
  export PULUMI_CONFIG_PASSPHRASE_FILE
  [ -s "$PULUMI_CONFIG_PASSPHRASE_FILE" ] && return 0
  (
    umask 077
    mkdir -p "$(dirname "$PULUMI_CONFIG_PASSPHRASE_FILE")"
    # Renamed when whole, so that a killed first start does not leave an empty passphrase.
    head -c 32 /dev/urandom | base64 >"$PULUMI_CONFIG_PASSPHRASE_FILE.$$"
    mv "$PULUMI_CONFIG_PASSPHRASE_FILE.$$" "$PULUMI_CONFIG_PASSPHRASE_FILE"
  )
}
