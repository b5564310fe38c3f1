import { readFileSync } from "node:fs";
import { join } from "node:path";
import { configuration } from "../service/common";
import type { IniConfig } from "../service/ini";
import { SEED_PACKAGES } from "../service/packages";
import { IMAGES_PORT, WEB_ROOT, WEB_USER } from "./images-server";
import type { SeedPlace, SeedService } from "./seed-site";

export const IRONIC_PORT = 6385;
export const IRONIC_USER = "admin";
/** The authority of the controllers' certificates, for `redfish_verify_ca`. */
export const BMC_CA = "/etc/ironic/ssl/bmc-ca.crt";

const CONFIG = "/etc/ironic/ironic.conf";
const PASSWORDS = "/etc/ironic/htpasswd";
const CA = "/etc/ironic/ssl/ca.crt";
const CERTIFICATE = "/etc/ironic/ssl/ironic.crt";
const KEY = "/etc/ironic/ssl/ironic.key";
const STATE = "/var/lib/ironic";
const BOOT_LOADER = `${STATE}/esp.img`;
const MEND = "/usr/local/lib/openstack-environment/mend-ironic.sh";
const UNIT = "/etc/systemd/system/ironic.service";

export const ironicUrl = (management: string): string => `https://${management}:${IRONIC_PORT}`;

/** ironic.conf, but for what is Ironic's own default. */
function settings({ site }: SeedPlace): IniConfig {
  const { management, bmc } = site.addresses;
  return {
    DEFAULT: {
      auth_strategy: "http_basic",
      http_basic_auth_user_file: PASSWORDS,
      // One process is API and conductor: there is nobody to call.
      rpc_transport: "none",
      // Nodes are the conductor's by this name, whatever the seed is called.
      host: "seed",
      my_ip: management,
      state_path: STATE,
      tempdir: `${STATE}/tmp`,
      log_file: "/var/log/ironic/ironic.log",
      use_stderr: false,
      esp_image: BOOT_LOADER,
      grub_config_path: "boot/grub/grub.cfg",
      enabled_hardware_types: ["redfish"],
      enabled_bios_interfaces: ["redfish", "no-bios"],
      enabled_boot_interfaces: ["redfish-virtual-media"],
      enabled_console_interfaces: ["no-console"],
      enabled_deploy_interfaces: ["direct", "ramdisk", "custom-agent"],
      enabled_firmware_interfaces: ["redfish", "no-firmware"],
      enabled_inspect_interfaces: ["redfish", "agent", "no-inspect"],
      enabled_management_interfaces: ["redfish"],
      enabled_network_interfaces: ["noop"],
      enabled_power_interfaces: ["redfish"],
      enabled_raid_interfaces: ["redfish", "agent", "no-raid"],
      enabled_rescue_interfaces: ["no-rescue"],
      enabled_storage_interfaces: ["noop"],
      enabled_vendor_interfaces: ["redfish", "no-vendor"],
      default_network_interface: "noop",
      default_deploy_interface: "direct",
      default_boot_interface: "redfish-virtual-media",
      default_inspect_interface: "redfish",
      default_bios_interface: "no-bios",
      default_firmware_interface: "no-firmware",
      default_raid_interface: "no-raid",
      default_vendor_interface: "no-vendor",
    },
    api: {
      host_ip: management,
      port: IRONIC_PORT,
      enable_ssl_api: true,
      public_endpoint: ironicUrl(management),
      api_workers: 1,
    },
    ssl: { cert_file: CERTIFICATE, key_file: KEY },
    database: { connection: `sqlite:///${STATE}/ironic.sqlite` },
    conductor: {
      automated_clean: true,
      clean_callback_timeout: 1800,
      deploy_callback_timeout: 1800,
      inspect_timeout: 900,
      power_state_sync_max_retries: 3,
      sync_power_state_interval: 60,
      file_url_allowed_paths: [`${WEB_ROOT}/images`],
    },
    deploy: {
      http_root: WEB_ROOT,
      http_url: `http://${management}:${IMAGES_PORT}`,
      // Media, config drives among them, are fetched by controllers alone, on their own network.
      external_http_url: `http://${bmc}:${IMAGES_PORT}`,
      ramdisk_image_download_source: "http",
      fast_track: false,
      erase_devices_priority: 0,
      erase_devices_metadata_priority: 10,
      default_boot_option: "local",
      default_boot_mode: "uefi",
    },
    agent: {
      require_tls: true,
      // Goes to the agent on its boot medium.
      api_ca_file: CA,
      allow_md5_checksum: false,
      certificates_path: `${STATE}/certificates`,
    },
    pxe: {
      images_path: `${STATE}/images`,
      instance_master_path: `${STATE}/master_images`,
      tftp_root: `${STATE}/tftp`,
      tftp_master_path: `${STATE}/tftp/master_images`,
    },
    service_catalog: { endpoint_override: ironicUrl(management), auth_type: "none" },
    redfish: {
      auth_type: "auto",
      use_swift: false,
      kernel_append_params: site.agentArguments.join(" "),
    },
    inventory: { data_backend: "database" },
    oslo_concurrency: { lock_path: `${STATE}/lock` },
  };
}

const UNIT_TEXT = `[Unit]
Description=OpenStack Ironic, API and conductor in one process
Wants=network-online.target
After=network-online.target
# Its address may be there later than it is.
StartLimitIntervalSec=0

[Service]
User=ironic
Group=ironic
UMask=0027
WorkingDirectory=${STATE}
ExecStartPre=+/bin/sh ${MEND}
ExecStart=/usr/bin/ironic --config-file ${CONFIG}
Restart=always
RestartSec=2
TimeoutStopSec=60
LimitNOFILE=65535

[Install]
WantedBy=multi-user.target
`;

/** Where a firmware shows the boot loader's file system as a device of its own, the medium is looked for. */
const GRUB = `search --no-floppy --file --set=root /boot/grub/efiboot.img
configfile /boot/grub/grub.cfg
`;

/** Makes the file system that Ironic puts on each boot medium of its agent: loaders that secure boot takes. */
const BOOT_LOADER_SCRIPT = `work=$(mktemp --directory)
printf %s '${GRUB}' >"$work/grub.cfg"
mkfs.vfat -C -n ESP "$work/esp.img" 8192 >/dev/null
mmd -i "$work/esp.img" ::/EFI ::/EFI/BOOT
mcopy -i "$work/esp.img" /usr/lib/shim/shimx64.efi.signed ::/EFI/BOOT/BOOTX64.EFI
mcopy -i "$work/esp.img" /usr/lib/grub/x86_64-efi-signed/gcdx64.efi.signed ::/EFI/BOOT/grubx64.efi
mcopy -i "$work/esp.img" "$work/grub.cfg" ::/EFI/BOOT/grub.cfg
install -m 644 "$work/esp.img" ${BOOT_LOADER}.new
mv ${BOOT_LOADER}.new ${BOOT_LOADER}
rm -r "$work"`;

/** Ironic by itself: API and conductor in one process, with a database in a file. */
export const ironicService: SeedService = {
  name: "ironic",
  roles: ["seed"],
  packages: SEED_PACKAGES.ironic,
  directories: () => [
    { path: "/etc/ironic/ssl", mode: "0750", owner: "root", group: "ironic" },
    ...["tmp", "images", "master_images", "certificates", "lock"].map((name) => {
      return { path: `${STATE}/${name}`, mode: "0750", owner: "ironic" };
    }),
    // What Ironic puts there belongs to the web server's group, and to nobody else: config drives.
    { path: WEB_ROOT, mode: "2750", owner: "ironic", group: WEB_USER },
  ],
  files: (place) => [
    configuration(CONFIG, "ironic", settings(place)),
    {
      path: PASSWORDS,
      content: `${IRONIC_USER}:${place.secrets.passwordHash}\n`,
      mode: "0640",
      group: "ironic",
    },
    { path: CA, content: place.secrets.certificates.ca },
    { path: CERTIFICATE, content: place.secrets.certificates.server },
    { path: KEY, content: place.secrets.certificates.serverKey, mode: "0640", group: "ironic" },
    ...(place.site.bmcCa === undefined ? [] : [{ path: BMC_CA, content: place.site.bmcCa }]),
    { path: MEND, content: readFileSync(join(__dirname, "mend-ironic.sh"), "utf8") },
    { path: UNIT, content: UNIT_TEXT },
  ],
  // Debian's units may have started with the computer. They have nothing to finish, for which they take a minute.
  prepare: () => `systemctl kill --signal=KILL ironic-api ironic-conductor 2>/dev/null || true
mask_units ironic-api ironic-conductor
systemctl reset-failed ironic-api ironic-conductor 2>/dev/null || true
database() { runuser -u ironic -- ironic-dbsync --config-file ${CONFIG} "$1"; }
if [[ $(database version) == None ]]; then database create_schema; else database upgrade; fi`,
  before: () => `${BOOT_LOADER_SCRIPT}
systemctl daemon-reload`,
  units: ["ironic"],
  restartOn: [CONFIG, CA, CERTIFICATE, KEY, MEND, UNIT],
  ports: [{ port: IRONIC_PORT, protocol: "tcp", from: ["management"] }],
  health: ({ site }) => [
    { command: `curl -sf -o /dev/null --cacert ${CA} ${ironicUrl(site.addresses.management)}/` },
  ],
  logFiles: ["/var/log/ironic/*.log"],
  backup: [`${STATE}/ironic.sqlite`],
};
