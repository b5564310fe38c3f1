import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./room";

/** What Ironic needs of Debian. */
export const IRONIC_PACKAGES = [
  "dosfstools",
  "genisoimage",
  "ironic-api",
  "ironic-conductor",
  "mtools",
];

/** Ironic as one process, without authentication: what it asks of controllers is what is tested. */
const settings = (address: string): string => `[DEFAULT]
auth_strategy = noauth
rpc_transport = none
host = seed
my_ip = ${address}
log_file = /state/ironic.log
use_stderr = false
tempdir = /var/lib/ironic/tmp
enabled_hardware_types = redfish
enabled_bios_interfaces = no-bios
enabled_boot_interfaces = redfish-virtual-media
enabled_console_interfaces = no-console
enabled_deploy_interfaces = ramdisk,direct
enabled_firmware_interfaces = no-firmware
enabled_inspect_interfaces = redfish,agent
enabled_management_interfaces = redfish
enabled_network_interfaces = noop
enabled_power_interfaces = redfish
enabled_raid_interfaces = agent,no-raid
enabled_storage_interfaces = noop
enabled_vendor_interfaces = no-vendor
grub_config_path = boot/grub/grub.cfg

[api]
host_ip = ${address}
port = 6385
public_endpoint = http://${address}:6385
api_workers = 1

[database]
connection = sqlite:////state/ironic.sqlite

[conductor]
sync_power_state_interval = 20
file_url_allowed_paths = /srv/http
bootloader = http://${address}:8080/esp.img

[deploy]
http_url = http://${address}:8080
http_root = /srv/http
ramdisk_image_download_source = http
erase_devices_priority = 0
erase_devices_metadata_priority = 10
default_boot_mode = uefi

[agent]
require_tls = false
deploy_logs_collect = never

[pxe]
images_path = /var/lib/ironic/images
instance_master_path = /var/lib/ironic/master_images

[service_catalog]
endpoint_override = http://${address}:6385
auth_type = none

[redfish]
kernel_append_params = nofb nomodeset ipa-insecure=1 ipa-ignore-bootloader-failure=1

[inventory]
data_backend = database

[oslo_concurrency]
lock_path = /var/lib/ironic/lock
`;

/** Runs in namespaces of its own, with a layer over the shared root: nothing is left when it ends. */
const START = `
mount -t tmpfs tmpfs "$2/layer"
mkdir "$2/layer/upper" "$2/layer/work"
mount -t overlay ironic "$2/root" -o "lowerdir=$1,upperdir=$2/layer/upper,workdir=$2/layer/work"
cd "$2/root"
mkdir -p state srv/http var/lib/ironic/tmp var/lib/ironic/images var/lib/ironic/master_images var/lib/ironic/lock
mount -t proc proc proc
mount -t tmpfs tmpfs run
mount --rbind /dev dev
mount --bind "$2/state" state
mount --bind "$2/http" srv/http
[ ! -e state/mend.sh ] || chroot . sh /state/mend.sh
exec chroot . sh -euc 'ironic-dbsync --config-file /state/ironic.conf create_schema
exec ironic --config-file /state/ironic.conf'
`;

type Json = Record<string, unknown>;
export type Node = Json & { provision_state: string; last_error: string | null };

/** A real Ironic, with nothing of its surroundings but an address. */
export class Ironic {
  private process?: ChildProcess;

  /** @param root a root file system with {@link IRONIC_PACKAGES} */
  constructor(
    private readonly root: string,
    private readonly folder: string,
    private readonly address: string,
  ) {
    for (const name of ["state", "http", "root", "layer"]) {
      mkdirSync(join(folder, name), { recursive: true });
    }
    writeFileSync(this.at("state/ironic.conf"), settings(address));
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  async start(): Promise<void> {
    const log = openSync(this.at("state/output.log"), "a");
    const contain = ["--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"];
    this.process = spawn(
      "unshare",
      [...contain, "sh", "-euc", START, "sh", this.root, this.folder],
      {
        stdio: ["ignore", log, log],
        env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LC_ALL: "C.UTF-8" },
      },
    );
    closeSync(log);
    const process = this.process;
    const exited = () => process.exitCode !== null;
    await until(
      "Ironic answers",
      90,
      () =>
        this.call("GET", "/v1/nodes").then(
          () => true,
          () => exited(),
        ),
      (done) => done,
    );
    if (exited()) throw new Error(readFileSync(this.at("state/output.log"), "utf8").slice(-2000));
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null) return;
    const ended = new Promise((resolve) => process.once("exit", resolve));
    process.kill("SIGKILL");
    await ended;
  }

  /** @throws with Ironic's own message */
  async call<T = Json>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`http://${this.address}:6385${path}`, {
      method,
      headers: { "X-OpenStack-Ironic-API-Version": "1.96", "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === "" ? {} : JSON.parse(text)) as T;
  }

  node(name: string): Promise<Node> {
    return this.call<Node>("GET", `/v1/nodes/${name}`);
  }

  /** Asks for a provision state and waits until it is there. @throws with the node's last error */
  async provision(name: string, target: string, state: string, more: Json = {}): Promise<Node> {
    await this.call("PUT", `/v1/nodes/${name}/states/provision`, { target, ...more });
    const node = await until(
      `${name} becomes ${state}`,
      600,
      () => this.node(name),
      ({ provision_state, reservation }) =>
        reservation === null &&
        (provision_state === state || / failed$|^error$/.test(provision_state)),
    );
    if (node.provision_state !== state) {
      throw new Error(`${name} is ${node.provision_state}: ${node.last_error}`);
    }
    return node;
  }
}
