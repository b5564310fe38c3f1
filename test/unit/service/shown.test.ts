import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Host } from "../../../components/host";
import { imagesServer } from "../../../components/metal/images-server";
import { ironicService } from "../../../components/metal/ironic";
import type { SeedSecrets, SeedSite } from "../../../components/metal/seed-site";
import { Deployment } from "../../../components/service/deployment";
import { readinessContent } from "../../../components/service/readiness";
import { placeholders, type Secrets } from "../../../components/service/secrets";
import type { Service } from "../../../components/service/service";
import {
  CERTIFICATE_PLACEHOLDERS,
  PLACEHOLDER,
  Readiness,
  shown,
  type Shown,
} from "../../../components/service/shown";
import { servicesOf } from "../../../stacks/cloud";
import { site } from "../controlplane/site";
import { record } from "../tenant/recorder";

const NAMES = ["keystone", "glance", "placement", "nova", "neutron", "cinder"];
const PLACEHOLDERS = placeholders({
  database: NAMES,
  messageQueue: NAMES,
  identity: NAMES,
  keyRotation: 1,
});
const SEED_PLACEHOLDERS: SeedSecrets = {
  passwordHash: PLACEHOLDER,
  certificates: CERTIFICATE_PLACEHOLDERS,
};

const seed: Host = {
  name: "seed1",
  roles: ["seed"],
  addresses: { management: "10.0.0.5" },
  externalInterfaces: {},
  connection: { host: "10.0.0.5" },
};
const SEED_SITE: SeedSite = {
  hosts: [seed],
  addresses: { management: "10.0.0.5", bmc: "10.0.9.5" },
  bmcCa: "CA OF CONTROLLERS\n",
  agentArguments: ["nofb"],
  tenants: [],
};

/** Secrets of the same shape, each a word of its own; and all of the words, with what stands for each. */
function marked<X>(shape: X): { secrets: X; words: [word: string, placeholder: string][] } {
  const words: [string, string][] = [];
  const mark = (value: unknown): unknown => {
    if (typeof value !== "object" || value === null) {
      const word = `Marker${words.length}End`;
      words.push([word, String(value)]);
      return word;
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mark(inner)]));
  };
  return { secrets: mark(shape) as X, words };
}

/** What a deployment of the service registers, and what is really written to its hosts. */
async function deployed<S extends { hosts: Host[] }, X extends object>(
  service: Service<S, X, string>,
  from: S,
  shape: X,
) {
  const { secrets, words } = marked(shape);
  const args = { service, site: from, placeholders: shape, hosts: {} };
  const { resources } = await record(
    () =>
      new Deployment(service.name, {
        ...args,
        secrets: pulumi.secret(secrets) as unknown as pulumi.Output<X>,
      }),
  );
  const inputs = resources[service.name]?.inputs ?? assert.fail("it is not registered");
  const peers = from.hosts.filter((host) => host.roles.some((r) => service.roles.includes(r)));
  const written = peers.map((host) => ({
    name: host.name,
    address: host.addresses.management,
    files: service.files?.({ site: from, host, peers, secrets }) ?? [],
  }));
  return { inputs, written, words };
}

function check(of: string, made: () => ReturnType<typeof deployed>): void {
  it(`has every file of ${of}, and no secret of it`, async () => {
    const { inputs, written, words } = await made();
    const text = JSON.stringify(inputs);
    assert.deepEqual(
      words.filter(([word]) => text.includes(word)),
      [],
    );
    // Neither secret nor unknown, or no policy could decide at the first preview.
    assert.equal(text.includes('"secret":'), false);
    const hidden = (content: string): string =>
      words.reduce((left, [word, placeholder]) => left.replaceAll(word, placeholder), content);
    const { hosts } = inputs as unknown as Shown;
    assert.deepEqual(
      hosts,
      written.map(({ name, address, files }) => ({
        name,
        address,
        files: files.map(({ path, content, mode = "0644", owner = "root", group = owner }, n) => ({
          path,
          mode,
          owner,
          group,
          ...(path.startsWith("/usr/local/")
            ? {}
            : {
                content:
                  path === "/etc/rabbitmq/definitions.json"
                    ? // Hashes of the passwords, which here are those of the placeholder.
                      hosts.find((host) => host.name === name)?.files[n]?.content
                    : hidden(content),
              }),
        })),
      })),
    );
  });
}

const SERVICES = servicesOf({ billing: { period: 3600 } }).all;

describe("what policies see of a service", () => {
  for (const service of SERVICES) {
    check(service.name, () =>
      deployed<ReturnType<typeof site>, Secrets>(service, site(3), PLACEHOLDERS),
    );
  }
  for (const service of [ironicService, imagesServer]) {
    check(service.name, () => deployed(service, SEED_SITE, SEED_PLACEHOLDERS));
  }

  it("says which ports it opens, and for whom", async () => {
    const galera = SERVICES.find(({ name }) => name === "galera") ?? assert.fail("no galera");
    const { inputs } = await deployed(galera, site(), PLACEHOLDERS);
    const { service, units, ports } = inputs as unknown as Shown;
    assert.deepEqual(
      { service, units, ports },
      {
        service: "galera",
        units: ["openstack-environment-galera"],
        ports: [{ port: 9200, protocol: "tcp", from: ["management"], roles: ["controller"] }],
      },
    );
  });

  it("has the firewall of every host, and its certificates by a placeholder", async () => {
    const { hosts } = site(2);
    const files = (host: Host) =>
      readinessContent(site(2), host, SERVICES, CERTIFICATE_PLACEHOLDERS.ca).files ?? [];
    const { resources } = await record(() => new Readiness("hosts", { hosts, files }));
    const shown = resources.hosts?.inputs as unknown as Shown;
    assert.deepEqual(
      shown.hosts.map(({ name, files }) => [
        name,
        ...files.map(({ path, mode, content }) => [path, mode, typeof content]),
      ]),
      ["controller1", "controller2", "compute1"].map((name) => [
        name,
        ["/etc/hosts", "0644", "string"],
        ["/usr/local/share/ca-certificates/openstack-environment.crt", "0644", "undefined"],
        ["/etc/openstack-environment/firewall.nft", "0600", "string"],
        ["/etc/systemd/system/openstack-environment-firewall.service", "0644", "string"],
      ]),
    );
    assert.equal(shown.hosts[1]?.files[2]?.content, files(hosts[1] ?? assert.fail())[2]?.content);
  });

  it("is of a size that the state of many hosts can bear", () => {
    const hosts = site().hosts.slice(0, 1);
    for (const service of SERVICES) {
      const bytes = JSON.stringify(shown(service, site(), hosts, PLACEHOLDERS)).length;
      assert.ok(bytes < 16_000, `${service.name}: ${bytes} bytes for a host`);
    }
  });
});
