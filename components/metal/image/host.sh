# Makes a host's boot medium (host.iso) and, with $disk_image, the image for disks (host.img). Given
# besides: $arguments of the kernel, $state, $compression.

# ---- the root file system

# Only the medium with the label config-2 speaks to cloud-init: no metadata service is waited for.
write etc/cloud/cloud.cfg.d/90-metal.cfg <<END
datasource_list: [ConfigDrive, None]
disable_root: false
users: []
ssh_genkeytypes: [ed25519]
END
write etc/ssh/sshd_config.d/metal.conf <<END
HostKey /etc/ssh/ssh_host_ed25519_key
PasswordAuthentication no
UseDNS no
MaxSessions 100
MaxStartups 100
END
write etc/systemd/journald.conf.d/metal.conf <<END
[Journal]
Storage=persistent
SystemMaxUse=64M
END
# A machine starts what its roles' steps enable, and nothing that a package would like to.
write etc/systemd/system-preset/00-metal.preset <<END
enable ssh.service
enable dbus.service
enable dbus.socket
enable getty@.service
enable systemd-networkd.service
enable systemd-resolved.service
enable cloud-*
disable *
END
# Routes, rules and addresses of the host's services are none of its business.
write etc/systemd/networkd.conf.d/metal.conf <<END
[Network]
ManageForeignRoutes=no
ManageForeignRoutingPolicyRules=no
END
# The config drive's name servers; /etc/resolv.conf leads here.
write etc/systemd/resolved.conf.d/metal.conf <<END
[Resolve]
LLMNR=no
MulticastDNS=no
END
write etc/fstab <<END
END
write etc/hosts <<END
127.0.0.1 localhost
::1 localhost ip6-localhost ip6-loopback
END

write "$work/finish.sh" <<'END'
set -eu
systemctl preset-all --preset-mode=full
systemctl mask --quiet console-getty.service e2scrub_reap.service systemd-networkd-wait-online.service
systemctl set-default --quiet multi-user.target
chmod 755 /usr/local/sbin/state-partition /usr/share/initramfs-tools/hooks/state
chmod 755 /etc/initramfs-tools/scripts/live-realpremount/state
# Each machine makes a name of its own; the initramfs gets a copy before the root is tidied.
[ ! -e /etc/iscsi/initiatorname.iscsi ] || echo GenerateName=yes >/etc/iscsi/initiatorname.iscsi
/usr/sbin/update-initramfs.held -c -k "$(ls /usr/lib/modules)"
END

make_root
mkdir -p "$work/iso/live" "$work/iso/boot/grub" "$work/iso/.disk"
boot=$work/root/boot
shim=$work/root/usr/lib/shim/shimx64.efi.signed
grub=$work/root/usr/lib/grub/x86_64-efi-signed

# A FAT file system with the boot loader, in $1, of $2 MiB; further arguments are pairs of name and file.
esp() {
  local image=$1 size=$2
  shift 2
  mkfs.vfat -C --invariant -i 6d657461 -n ESP "$image" $((size * 1024)) >/dev/null
  local folders="::/EFI ::/EFI/BOOT ::/EFI/debian"
  mmd -i "$image" $folders
  while [ $# -gt 0 ]; do
    mcopy -i "$image" "$2" "::/$1"
    shift 2
  done
}

# ---- the boot medium: found by its files, read by live-boot

cp "$boot"/vmlinuz-* "$work/iso/live/vmlinuz"
cp "$boot"/initrd.img-* "$work/iso/live/initrd.img"
mksquashfs "$work/root" "$work/iso/live/filesystem.squashfs" -quiet -no-progress \
  -comp zstd -Xcompression-level "$compression"
echo "Debian 13 host" >"$work/iso/.disk/info"
cat >"$work/iso/boot/grub/grub.cfg" <<END
set timeout=0
menuentry host {
  linux /live/vmlinuz boot=live state=$state $arguments
  initrd /live/initrd.img
}
END
esp "$work/iso/boot/grub/efi.img" 8 EFI/BOOT/BOOTX64.EFI "$shim" EFI/BOOT/grubx64.efi "$grub/gcdx64.efi.signed"
find "$work/iso" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
xorriso -as mkisofs -quiet -r -J -V HOST -o "$work/host.iso" \
  -e boot/grub/efi.img -no-emul-boot -append_partition 2 0xef "$work/iso/boot/grub/efi.img" "$work/iso"
deliver host.iso

# ---- the disk image: a boot partition and the root, which cloud-init grows to the disk's end

[ -n "$disk_image" ] || exit 0

id=6d657461-6c00-4000-8000-0000000000
# rw: without an entry in /etc/fstab, which the boot medium shares, nobody would make the root writable.
# The initramfs has checked it by then.
cat >"$work/grub.cfg" <<END
search --no-floppy --fs-uuid --set=root ${id}02
set timeout=0
menuentry host {
  linux /boot/$(basename "$boot"/vmlinuz-*) root=UUID=${id}02 rw $arguments
  initrd /boot/$(basename "$boot"/initrd.img-*)
}
END
touch --date="@$SOURCE_DATE_EPOCH" "$work/grub.cfg"
esp "$work/esp.img" 63 EFI/BOOT/BOOTX64.EFI "$shim" EFI/BOOT/grubx64.efi "$grub/grubx64.efi.signed" EFI/debian/grub.cfg "$work/grub.cfg"
# In a fixed order: a folder's own is chance.
tar --create --file "$work/root.tar" --directory "$work/root" --sort=name --numeric-owner \
  --format=pax --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
  --xattrs --xattrs-include='*' .
mib=$(($(stat --format=%s "$work/root.tar") / 1024 / 1024 * 5 / 4 + 256))
truncate --size="$((mib + 65))M" "$work/host.img"
sfdisk --quiet "$work/host.img" <<END
label: gpt
label-id: ${id}00
start=1MiB, size=63MiB, type=uefi, uuid=${id}01
start=64MiB, size=${mib}MiB, type=linux, uuid=${id}02, name=root
END
dd if="$work/esp.img" of="$work/host.img" bs=1M seek=1 conv=notrunc,sparse status=none
mke2fs -q -F -t ext4 -L root -U ${id}02 -E "hash_seed=${id}02,offset=$((64 * 1024 * 1024))" \
  -d "$work/root.tar" "$work/host.img" "${mib}M"
deliver host.img
