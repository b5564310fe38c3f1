# What the two images have in common: how a root file system is made of packages. Run on a Debian of
# the same release, as root. Given: $output, $packages, $sources, SOURCE_DATE_EPOCH.
# Whatever is random or a date is fixed, so that the same packages give the same bytes.
set -euo pipefail
export LC_ALL=C.UTF-8 TZ=UTC DEBIAN_FRONTEND=noninteractive
exec </dev/null

work=$(mktemp --directory "$output.XXXXXX")
trap 'umount --quiet --lazy "$work/root" || :; rm -rf "$work"' EXIT
mkdir -p "$work/root" "$work/files"
cd "$work/files"

# Takes standard input for a file of the image.
write() {
  mkdir -p "$(dirname "$1")"
  cat >"$1"
}

# Unpacks the packages and the files into $work/root and runs $work/finish.sh among them.
make_root() {
  # In memory, where there is plenty of it: a hundred thousand files come and go.
  if [ "$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)" -gt $((8 * 1024 * 1024)) ]; then
    mount -t tmpfs -o size=6g,mode=755 root "$work/root"
  fi
  printf '%s\n' "$sources" >"$work/debian.sources"
  excluded=()
  for folder in doc man locale info lintian groff; do
    excluded+=("--dpkgopt=path-exclude=/usr/share/$folder/*")
  done
  # Downloads are kept on this machine; the proxy, where this machine has one, is the image's too.
  {
    echo 'APT::Install-Recommends "false";'
    echo 'Acquire::Retries "3";'
    apt-config dump | grep -iE '^Acquire::https?(::| )\S*proxy' || :
  } >"$work/apt.conf"
  mmdebstrap --quiet --mode=root --variant=minbase --format=directory --include="$packages" \
    --aptopt="$work/apt.conf" --aptopt='APT::Sandbox::User "root"' --dpkgopt=force-unsafe-io \
    --skip=download/empty,essential/unlink \
    --setup-hook='mkdir -p "$1/var/cache/apt/archives"' \
    --setup-hook='mount --bind /var/cache/apt/archives "$1/var/cache/apt/archives"' \
    --essential-hook="chroot \"\$1\" sh -s <'$work/hold.sh'" \
    --customize-hook='umount "$1/var/cache/apt/archives"' \
    "${excluded[@]}" --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-include=/usr/share/doc/*/examples/*' \
    --customize-hook="sync-in '$work/files' /" \
    --customize-hook="chroot \"\$1\" sh -s <'$work/finish.sh'" \
    --customize-hook="chroot \"\$1\" sh -s <'$work/tidy.sh'" \
    trixie "$work/root" "$work/debian.sources"
  # What was made just now is dated; what packages brought keeps its date.
  find "$work/root" -newermt "@$SOURCE_DATE_EPOCH" \
    -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
}

# Byte-compiling every package by itself starts Python some hundred times: it is done once for all. An
# initramfs is made by who needs one, of what is there at the end.
write "$work/hold.sh" <<'END'
for tool in bin/py3compile sbin/update-initramfs; do
  dpkg-divert --quiet --local --rename --divert /usr/$tool.held /usr/$tool
  ln -s /usr/bin/true /usr/$tool
done
END

# What must be each machine's own, and what the same packages may bring in other forms, goes.
write "$work/tidy.sh" <<'END'
for tool in bin/py3compile sbin/update-initramfs; do
  rm /usr/$tool
  dpkg-divert --quiet --local --rename --remove /usr/$tool
done
python3 -m compileall -q -j 0 -x '/tests?/' /usr/lib/python3/dist-packages || :
sed -i /force-unsafe-io/d /etc/dpkg/dpkg.cfg.d/99mmdebstrap
passwd --quiet --lock root
[ ! -e /etc/iscsi/initiatorname.iscsi ] || echo GenerateName=yes >/etc/iscsi/initiatorname.iscsi
rm -rf /etc/nvme/hostid /etc/nvme/hostnqn
rm -rf /etc/ssh/ssh_host_* /etc/hostname /etc/resolv.conf /var/lib/dbus/machine-id /var/lib/cloud/*
rm -rf /var/log/*.log /var/log/apt /var/cache/ldconfig/aux-cache /var/cache/debconf/*-old
rm -rf /var/lib/apt/lists/*_dists_* /etc/shadow- /etc/passwd- /etc/group- /etc/gshadow-
: >/etc/machine-id
END

# Puts whole files only into $output, each with its checksum.
deliver() {
  mkdir -p "$output"
  for file in "$@"; do
    (cd "$work" && sha256sum "$file" >"$file.sha256")
    mv "$work/$file" "$work/$file.sha256" "$output/"
  done
}
