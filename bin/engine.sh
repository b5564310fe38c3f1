# For the scripts beside this one: $engine is what runs programs here, `pulumi` where it is on the PATH,
# else `embedded`. ENGINE=pulumi or ENGINE=embedded forces one.
case "${ENGINE:-auto}" in
  auto) if command -v pulumi >/dev/null 2>&1; then engine=pulumi; else engine=embedded; fi ;;
  pulumi | embedded) engine=$ENGINE ;;
  *)
    echo "ENGINE is '$ENGINE'; allowed are pulumi and embedded. Unset it to have one chosen." >&2
    exit 2
    ;;
esac
