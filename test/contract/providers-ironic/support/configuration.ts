/** What is enabled by hand of the fake hardware type, and of redfish for what fails. */
const INTERFACES: Readonly<Record<string, string>> = {
  bios: "fake,no-bios,redfish",
  boot: "fake,redfish-virtual-media",
  console: "fake,no-console",
  deploy: "fake,ramdisk,direct,custom-agent",
  firmware: "fake,no-firmware",
  inspect: "fake,no-inspect,redfish",
  management: "fake,redfish",
  network: "noop",
  power: "fake,redfish",
  raid: "fake,no-raid",
  rescue: "fake,no-rescue",
  storage: "fake,noop",
  vendor: "fake,no-vendor",
};

/**
 * ironic.conf of a single process with a database in a file, at a port of this computer.
 * @param delay how many seconds each part of a deployment takes
 * @param biosDelay how many seconds each step for the BIOS takes
 */
export function configuration(port: number, delay: number, biosDelay: number): string {
  const interfaces = Object.entries(INTERFACES).map(
    ([kind, names]) => `enabled_${kind}_interfaces = ${names}`,
  );
  return `
[DEFAULT]
auth_strategy = http_basic
http_basic_auth_user_file = /etc/ironic/htpasswd
rpc_transport = none
host = contract
my_ip = 127.0.0.1
tempdir = /var/lib/ironic/tmp
enabled_hardware_types = fake-hardware,redfish
${interfaces.join("\n")}
default_network_interface = noop
[api]
host_ip = 127.0.0.1
port = ${port}
enable_ssl_api = true
public_endpoint = https://127.0.0.1:${port}
api_workers = 1
[ssl]
cert_file = /etc/ironic/ironic.crt
key_file = /etc/ironic/ironic.key
[database]
connection = sqlite:////var/lib/ironic/ironic.sqlite
[conductor]
automated_clean = true
[deploy]
erase_devices_priority = 0
[agent]
require_tls = false
deploy_logs_collect = never
[fake]
deploy_delay = ${delay}
bios_delay = ${biosDelay}
[service_catalog]
endpoint_override = https://127.0.0.1:${port}
auth_type = none
[redfish]
connection_attempts = 1
[inventory]
data_backend = database
[oslo_concurrency]
lock_path = /var/lib/ironic/lock
`;
}
