import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ROOT, run, say, seconds } from "./command";
import type { Figure } from "./table";

const TENANTS = 100;
/** Of the preview without the policies. */
const LIMIT = 1.1;

interface LabFile {
  config: {
    "openstack-environment:site": {
      metal?: unknown;
      ssh: { privateKeyFile: string; knownHostsFile: string };
      hosts: Record<string, { machine?: unknown; addresses: { management: string } }>;
    };
    "openstack-environment:cloud": { images: object };
    "openstack-environment:tenants": Record<string, { domain?: string; images?: string[] }>;
    "openstack-environment:policy": object;
  };
}

/** The preview of the lab's cloud with 100 tenants, with the policies against without them. Needs no lab. */
export async function policy(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-policy-"));
  try {
    const file = join(folder, "Pulumi.bench.yaml");
    writeFileSync(file, stringify(withTenants(folder)));
    const env = {
      ...process.env,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
    };
    const pulumi = (...words: string[]) => run([join(ROOT, "bin/pulumi"), ...words], { env });
    pulumi("stack", "init", "bench");
    const preview = (...words: string[]) =>
      seconds(() => pulumi("preview", "--stack", "bench", "--config-file", file, ...words));
    const without: number[] = [];
    const withPack: number[] = [];
    // In turns, so that both meet the same weather.
    for (let n = 1; n <= 3; n++) {
      say(`Preview of ${TENANTS} tenants without and with the policies, ${n} of 3`);
      without.push(await preview());
      withPack.push(await preview("--policy-pack", join(ROOT, "policy")));
    }
    const [plain, judged] = [median(without), median(withPack)];
    return [
      { what: `preview of ${TENANTS} tenants`, value: plain, unit: "s" },
      { what: "the same with the policies", value: judged, unit: "s" },
      { what: "with against without", value: judged / plain, unit: "x", limit: LIMIT },
      ...proof(),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The reachability proof by itself. */
function proof(): Figure[] {
  const [time = 0, memory = 0] = run(["node", "--import", "tsx", "bench/proof.ts"])
    .trim()
    .split(" ")
    .map(Number);
  return [
    { what: "proof for 1,000 tenants of 20 resources", value: time, unit: "s", limit: 2 },
    { what: "its process's memory", value: memory / 1024, unit: "GiB", limit: 0.5 },
  ];
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The lab with hosts that run already, and its tenants again and again under other names. */
function withTenants(folder: string): LabFile {
  const lab = parse(readFileSync(join(ROOT, "Pulumi.lab.yaml"), "utf8")) as LabFile;
  const {
    "openstack-environment:site": site,
    "openstack-environment:cloud": cloud,
    "openstack-environment:tenants": tenants,
  } = lab.config;
  delete site.metal;
  mkdirSync(folder, { recursive: true });
  const key = join(folder, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const [type, text] = readFileSync(`${key}.pub`, "utf8").split(" ");
  const known = Object.values(site.hosts).map((host) => {
    delete host.machine;
    return `${host.addresses.management} ${type} ${text}\n`;
  });
  writeFileSync(join(folder, "known_hosts"), known.join(""));
  site.ssh = { ...site.ssh, privateKeyFile: key, knownHostsFile: join(folder, "known_hosts") };
  cloud.images = {};
  // The lab has not got the addresses for so many: that is found, and must not end the preview.
  lab.config["openstack-environment:policy"] = { levels: { all: "advisory" } };
  const models = Object.values(tenants);
  lab.config["openstack-environment:tenants"] = Object.fromEntries(
    Array.from({ length: TENANTS }, (_, n) => [
      `tenant-${n}`,
      { ...models[n % models.length], domain: `tenant-${n}`, images: [] },
    ]),
  );
  return lab;
}
