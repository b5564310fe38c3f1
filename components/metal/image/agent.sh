# Makes Ironic's agent: a kernel (agent.kernel) and the whole agent as its initramfs (agent.initramfs).
# It is set up by the kernel's arguments, and by network data where the boot medium has some.

write etc/systemd/system-preset/00-agent.preset <<END
enable agent-network.service
enable ironic-python-agent.service
enable dbus.service
enable dbus.socket
disable *
END
write etc/systemd/system/agent-network.service <<END
[Unit]
Description=The networks that the boot medium names
DefaultDependencies=no
After=systemd-udev-settle.service local-fs.target
Wants=systemd-udev-settle.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/bin/python3 /usr/local/sbin/agent-network
[Install]
WantedBy=multi-user.target
END
write etc/systemd/system/ironic-python-agent.service <<END
[Unit]
Description=Ironic's agent
After=agent-network.service
Requires=agent-network.service
[Service]
ExecStart=/usr/bin/ironic-python-agent --config-dir /etc/ironic-python-agent.d
Restart=always
RestartSec=2
[Install]
WantedBy=multi-user.target
END
# Where the agent puts what its boot medium has for it: whom to trust as Ironic.
mkdir -p etc/ironic-python-agent.d
write etc/fstab <<END
END
write "$work/finish.sh" <<'END'
set -eu
systemctl preset-all --preset-mode=full
systemctl mask --quiet console-getty.service systemd-networkd.service
systemctl set-default --quiet multi-user.target
ln -s /sbin/init /init
END

make_root
rm -rf "$work"/root/dev/*
cp "$work"/root/boot/vmlinuz-* "$work/agent.kernel"
rm -rf "$work"/root/boot/*
(cd "$work/root" && find . -print0 | sort --zero-terminated |
  cpio --null --create --format=newc --reproducible --quiet) |
  zstd --quiet -3 --threads=2 >"$work/agent.initramfs"
deliver agent.kernel agent.initramfs
