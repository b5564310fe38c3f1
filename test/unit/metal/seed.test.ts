import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderStep, type Host, type HostFile } from "../../../components/host";
import { imagesServer } from "../../../components/metal/images-server";
import { ironicService } from "../../../components/metal/ironic";
import { Seed, type SeedArgs } from "../../../components/metal/seed";
import {
  seedFirewall,
  seedReadiness,
  type SeedPlace,
  type SeedService,
} from "../../../components/metal/seed-site";
import { script } from "../../../components/service/deployment";
import { imagePackages } from "../../../embedded/metal/packages";
import { record, valueOf, type Declared } from "../tenant/recorder";

const host: Host = {
  name: "seed1",
  roles: [],
  addresses: { management: "10.0.0.5" },
  externalInterfaces: {},
  connection: { host: "10.0.0.5" },
};
const addresses = { management: "10.0.0.5", bmc: "10.0.9.5" };
const args: SeedArgs = { host, addresses, bmcCa: "CA OF CONTROLLERS\n" };

const place: SeedPlace = {
  site: {
    hosts: [host],
    addresses,
    bmcCa: "CA OF CONTROLLERS\n",
    agentArguments: ["nofb", "x=1"],
    tenants: [],
  },
  host,
  peers: [host],
  secrets: {
    passwordHash: "$2y$10$hash",
    certificates: { ca: "CA\n", server: "CERTIFICATE\n", serverKey: "KEY\n" },
  },
};
const files = (service: SeedService, from = place): HostFile[] => service.files?.(from) ?? [];
const file = (service: SeedService, path: string, from = place): string =>
  files(service, from).find((candidate) => candidate.path === path)?.content ?? "none";

describe("a seed", () => {
  const made = async (more: Partial<SeedArgs> = {}) => {
    const { result, resources } = await record(() => new Seed("seed", { ...args, ...more }));
    return { seed: result, resources };
  };

  it("is these resources", async () => {
    const { resources } = await made();
    const lines = Object.entries(resources).map(
      ([name, { type, parent, dependencies }]) =>
        `${name}: ${type} in ${parent} after ${dependencies.join(", ")}`,
    );
    const step = "command:remote:Command";
    assert.deepEqual(lines.sort(), [
      "seed-ca-key: tls:index/privateKey:PrivateKey in seed after ",
      "seed-ca: tls:index/selfSignedCert:SelfSignedCert in seed after seed-ca-key",
      `seed-host: ${step} in seed after `,
      `seed-ironic-images-seed1: ${step} in seed-ironic-images after seed-ca, seed-host, seed-password, seed-server, seed-server-key`,
      "seed-ironic-images: openstack-environment:service:Deployment in seed after ",
      `seed-ironic-prepare: ${step} in seed-ironic after seed-ca, seed-host, seed-password, seed-server, seed-server-key`,
      `seed-ironic-seed1: ${step} in seed-ironic after seed-ca, seed-host, seed-ironic-prepare, seed-password, seed-server, seed-server-key`,
      "seed-ironic: openstack-environment:service:Deployment in seed after ",
      "seed-password: random:index/randomPassword:RandomPassword in seed after ",
      "seed-readiness: openstack-environment:service:Deployment in seed after ",
      "seed-server-key: tls:index/privateKey:PrivateKey in seed after ",
      "seed-server-request: tls:index/certRequest:CertRequest in seed after seed-server-key",
      "seed-server: tls:index/locallySignedCert:LocallySignedCert in seed after seed-ca, seed-ca-key, seed-server-request",
      "seed: pulumi:providers:ironic in seed after seed-ca, seed-ironic-images-seed1, seed-ironic-seed1, seed-password",
    ]);
  });

  it("gives what reaches it", async () => {
    const { seed, resources } = await made();
    const { endpoint, userName, imagesUrl, agentImagesUrl, redfishVerifyCa } = seed;
    assert.deepEqual(
      { endpoint, userName, imagesUrl, agentImagesUrl, redfishVerifyCa },
      {
        endpoint: "https://10.0.0.5:6385",
        userName: "admin",
        imagesUrl: "http://10.0.9.5:8080/images",
        agentImagesUrl: "http://10.0.0.5:8080/images",
        redfishVerifyCa: "/etc/ironic/ssl/bmc-ca.crt",
      },
    );
    assert.equal((await valueOf(seed.password)).value, "seed-password:password");
    assert.deepEqual(resources.seed?.inputs, {
      endpoint: "https://10.0.0.5:6385",
      userName: "admin",
      password: "seed-password:password",
      caCert: "seed-ca:certificate",
    });
    assert.equal((await made({ bmcCa: undefined })).seed.redfishVerifyCa, false);
  });

  it("has a certificate for its name and its management address", async () => {
    const { resources } = await made();
    const { dnsNames, ipAddresses } = (resources["seed-server-request"] as Declared).inputs;
    assert.deepEqual({ dnsNames, ipAddresses }, { dnsNames: ["seed1"], ipAddresses: ["10.0.0.5"] });
  });

  it("keeps its steps secret, and its password off the host", async () => {
    const { resources } = await made();
    const steps = Object.values(resources).filter(({ type }) => type.endsWith("remote:Command"));
    assert.equal(steps.length, 4);
    const texts = steps.map(({ inputs }) => (inputs.stdin as { secret: string }).secret);
    const files = texts.flatMap((text) =>
      [...text.matchAll(/<<'CONTENT'\n([^]*?)CONTENT\n/g)].map(([, encoded = ""]) =>
        Buffer.from(encoded, "base64").toString(),
      ),
    );
    const holding = (word: string) => [...texts, ...files].filter((text) => text.includes(word));
    // Each step names the secrets that its messages must not show.
    assert.equal(holding("seed-password:hash").length, 4);
    assert.deepEqual(holding("seed-password:password"), []);
  });

  it("shares no packages with the hosts' image", () => {
    const packages = imagePackages();
    assert.deepEqual(
      packages.filter((name) => /ironic|nginx|genisoimage/.test(name)),
      [],
    );
  });
});

describe("Ironic on the seed", () => {
  it("has this configuration", () => {
    assert.equal(
      file(ironicService, "/etc/ironic/ironic.conf"),
      `[DEFAULT]
auth_strategy = http_basic
http_basic_auth_user_file = /etc/ironic/htpasswd
rpc_transport = none
host = seed
my_ip = 10.0.0.5
state_path = /var/lib/ironic
tempdir = /var/lib/ironic/tmp
log_file = /var/log/ironic/ironic.log
use_stderr = false
esp_image = /var/lib/ironic/esp.img
grub_config_path = boot/grub/grub.cfg
enabled_hardware_types = redfish
enabled_bios_interfaces = redfish,no-bios
enabled_boot_interfaces = redfish-virtual-media
enabled_console_interfaces = no-console
enabled_deploy_interfaces = direct,ramdisk,custom-agent
enabled_firmware_interfaces = redfish,no-firmware
enabled_inspect_interfaces = redfish,agent,no-inspect
enabled_management_interfaces = redfish
enabled_network_interfaces = noop
enabled_power_interfaces = redfish
enabled_raid_interfaces = redfish,agent,no-raid
enabled_rescue_interfaces = no-rescue
enabled_storage_interfaces = noop
enabled_vendor_interfaces = redfish,no-vendor
default_network_interface = noop
default_deploy_interface = direct
default_boot_interface = redfish-virtual-media
default_inspect_interface = redfish
default_bios_interface = no-bios
default_firmware_interface = no-firmware
default_raid_interface = no-raid
default_vendor_interface = no-vendor

[api]
host_ip = 10.0.0.5
port = 6385
enable_ssl_api = true
public_endpoint = https://10.0.0.5:6385
api_workers = 1

[ssl]
cert_file = /etc/ironic/ssl/ironic.crt
key_file = /etc/ironic/ssl/ironic.key

[database]
connection = sqlite:////var/lib/ironic/ironic.sqlite

[conductor]
automated_clean = true
clean_callback_timeout = 1800
deploy_callback_timeout = 1800
inspect_timeout = 900
power_state_sync_max_retries = 3
sync_power_state_interval = 60
file_url_allowed_paths = /srv/ironic/images

[deploy]
http_root = /srv/ironic
http_url = http://10.0.0.5:8080
external_http_url = http://10.0.9.5:8080
ramdisk_image_download_source = http
fast_track = false
erase_devices_priority = 0
erase_devices_metadata_priority = 10
default_boot_option = local
default_boot_mode = uefi

[agent]
require_tls = true
api_ca_file = /etc/ironic/ssl/ca.crt
allow_md5_checksum = false
certificates_path = /var/lib/ironic/certificates

[pxe]
images_path = /var/lib/ironic/images
instance_master_path = /var/lib/ironic/master_images
tftp_root = /var/lib/ironic/tftp
tftp_master_path = /var/lib/ironic/tftp/master_images

[service_catalog]
endpoint_override = https://10.0.0.5:6385
auth_type = none

[redfish]
auth_type = auto
use_swift = false
kernel_append_params = nofb x=1

[inventory]
data_backend = database

[oslo_concurrency]
lock_path = /var/lib/ironic/lock
`,
    );
  });

  it("lets nobody else read its key and the password's hash", () => {
    assert.deepEqual(
      files(ironicService).map(({ path, mode = "0644", owner = "root", group = owner }) =>
        [path, mode, owner, group].join(" "),
      ),
      [
        "/etc/ironic/ironic.conf 0640 root ironic",
        "/etc/ironic/htpasswd 0640 root ironic",
        "/etc/ironic/ssl/ca.crt 0644 root root",
        "/etc/ironic/ssl/ironic.crt 0644 root root",
        "/etc/ironic/ssl/ironic.key 0640 root ironic",
        "/etc/ironic/ssl/bmc-ca.crt 0644 root root",
        "/usr/local/lib/openstack-environment/mend-ironic.sh 0644 root root",
        "/etc/systemd/system/ironic.service 0644 root root",
      ],
    );
    assert.equal(file(ironicService, "/etc/ironic/htpasswd"), "admin:$2y$10$hash\n");
  });

  it("has no file for the controllers' authority where none is named", () => {
    const other = { ...place, site: { ...place.site, bmcCa: undefined } };
    assert.equal(file(ironicService, "/etc/ironic/ssl/bmc-ca.crt"), "CA OF CONTROLLERS\n");
    assert.equal(file(ironicService, "/etc/ironic/ssl/bmc-ca.crt", other), "none");
  });

  it("makes its boot loader and starts when its files changed", () => {
    const lines = script(ironicService, place).split("\n");
    assert.deepEqual(lines.slice(-3), [
      "systemctl daemon-reload",
      "ensure_units 'ironic' -- '/etc/ironic/ironic.conf' '/etc/ironic/ssl/ca.crt' '/etc/ironic/ssl/ironic.crt' '/etc/ironic/ssl/ironic.key' '/usr/local/lib/openstack-environment/mend-ironic.sh' '/etc/systemd/system/ironic.service'",
      "wait_for 90 'ironic: curl -sf -o /dev/null --cacert /etc/ironic/ssl/ca.crt https://10.0.0.5:6385/' bash -c 'curl -sf -o /dev/null --cacert /etc/ironic/ssl/ca.crt https://10.0.0.5:6385/'",
    ]);
  });
});

describe("the mending of Debian's Ironic", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "mend-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const mend = (text: string): { said: string; text: string } => {
    const path = join(folder, "utils.py");
    writeFileSync(path, text);
    const script = join(__dirname, "../../../components/metal/mend-ironic.sh");
    // As Ironic's unit runs it: what it writes is for the unit's user to read.
    const said = execFileSync("sh", ["-c", 'umask 027; sh "$@"', "sh", script, path], {
      encoding: "utf8",
    });
    assert.equal(statSync(path).mode & 0o777, 0o644);
    return { said: said.replace(folder, ""), text: readFileSync(path, "utf8") };
  };
  const source = (end: string): string => `def authorize_node_link(orig_node, new_uuid, field_name):
    return orig_node


def authorize_node_link_patch(orig_node, patch, field_name):
    new_node_id = get_patch_values(patch, f'/{field_name}')
    if new_node_id:
        return authorize_node_link(
            orig_node, new_node_id[0], field_name)

${end}


def duplicate_steps(name, value):
    return orig_node
`;

  it("changes one line, once", () => {
    const mended = source('    return None if field_name == "parent_node" else orig_node');
    assert.deepEqual(mend(source("    return orig_node")), {
      said: "mended /utils.py\n",
      text: mended,
    });
    assert.deepEqual(mend(mended), { said: "", text: mended });
  });

  it("leaves alone what is mended in another way, and a file that is not there", () => {
    for (const end of ["    return None", "    return new_node"]) {
      assert.deepEqual(mend(source(end)), { said: "", text: source(end) });
    }
    const script = join(__dirname, "../../../components/metal/mend-ironic.sh");
    assert.equal(execFileSync("sh", [script, join(folder, "none")], { encoding: "utf8" }), "");
  });
});

describe("the seed's web server", () => {
  it("shows all to controllers, and the images to agents", () => {
    assert.equal(
      file(imagesServer, "/etc/nginx/openstack-environment.conf").replace(
        /^[^]*?(?= {2}server \{)/,
        "",
      ),
      `  server {
    listen 10.0.9.5:8080;
    root /srv/ironic;
  }
  server {
    listen 10.0.0.5:8080;
    location / {
      return 404;
    }
    location /images/ {
      root /srv/ironic;
    }
  }
}
`,
    );
  });
});

describe("the seed's firewall", () => {
  it("opens what services name, by the network that they name it for", () => {
    assert.equal(
      seedFirewall(
        [ironicService, imagesServer],
        [{ start: "198.51.100.100", end: "198.51.100.250" }],
      ),
      `table inet openstack_environment
delete table inet openstack_environment
table inet openstack_environment {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != { "<management>", "<bmc>" } accept
    ct state established,related accept
    ct state invalid drop
    iifname { "<management>", "<bmc>" } ip saddr { 198.51.100.100-198.51.100.250 } drop
    meta l4proto { icmp, ipv6-icmp } accept
    iifname { "<management>" } tcp dport 22 accept comment "ssh"
    iifname { "<management>" } tcp dport 6385 accept comment "ironic"
    iifname { "<bmc>" } tcp dport 8080 accept comment "ironic-images"
    iifname { "<management>" } tcp dport 8080 accept comment "ironic-images"
    drop
  }
}
`,
    );
  });

  it("is refused on a host without the addresses", () => {
    const root = mkdtempSync(join(tmpdir(), "seed-"));
    try {
      const content = {
        ...seedReadiness(
          { addresses: { management: "192.0.2.1", bmc: "192.0.2.2" }, tenants: [] },
          [],
        ),
        packages: [],
      };
      assert.throws(
        () =>
          execFileSync("bash", ["-s"], {
            input: renderStep("seed-host", content, root),
            stdio: "pipe",
            encoding: "utf8",
          }),
        (error: { stderr: string }) =>
          error.stderr.includes(
            "\nThe seed has no network device with the address 192.0.2.1, which it is to have on the network management. Give it that address, or name another in site.metal.seed.addresses.\n",
          ),
      );
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
