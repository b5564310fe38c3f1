import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { onConsoles } from "./console";
import { type Machine, userData } from "./machines";
import type { Scene } from "./scene";

/** What headers a machine may send to pass for another one, and what comes of it. */
const FORGED: { headers: (other: Identity) => string[]; answer: "its own" | "none" }[] = [
  // Neutron appends the real address, and takes no two.
  { headers: ({ address }) => [`X-Forwarded-For: ${address}`], answer: "none" },
  {
    headers: ({ address, router }) => [
      `X-Forwarded-For: ${address}`,
      `X-Neutron-Router-ID: ${router}`,
    ],
    answer: "none",
  },
  { headers: ({ router }) => [`X-Neutron-Router-ID: ${router}`], answer: "its own" },
  { headers: ({ network }) => [`X-Neutron-Network-ID: ${network}`], answer: "its own" },
  { headers: ({ id }) => [`X-Instance-ID: ${id}`], answer: "its own" },
  {
    headers: ({ id, project }) => [
      `X-Instance-ID: ${id}`,
      `X-Tenant-ID: ${project}`,
      `X-Instance-ID-Signature: ${createHash("sha256").update(id).digest("hex")}`,
    ],
    answer: "its own",
  },
];

interface Identity {
  id: string;
  address: string;
  project: string;
  router: string;
  network: string;
}

/** Each machine learns of itself, whatever it says that it is. */
export function testMetadata(scene: () => Scene): void {
  it("tells each machine its own name, project and user data", async () => {
    const { machines, lab } = scene();
    const ask = "metadata meta_data.json; echo; metadata user_data | md5sum";
    const printed = await onConsoles(machines.map((machine) => [machine, ask]));
    const found = printed.map((text) => {
      const [json = "", digest = ""] = text.split("\n");
      const { uuid, name, hostname, project_id } = JSON.parse(json) as Record<string, string>;
      return { uuid, name, hostname, project_id, userData: digest.split(" ")[0] };
    });
    assert.deepEqual(
      found,
      machines.map(({ id, name, tenant, ttl }) => ({
        uuid: id,
        name,
        hostname: `${name}.novalocal`,
        project_id: lab.tenants[tenant]?.projectId,
        userData: createHash("md5").update(userData(ttl)).digest("hex"),
      })),
    );
  });

  it("tells no machine of another one by forged headers", async () => {
    const { machines } = scene();
    // A machine of the next tenant, which for engineering has the same address.
    const other = (at: number): Machine => machines[(at + 2) % machines.length] ?? assert.fail();
    const tasks = machines.map((machine, at): [Machine, string] => {
      const identity = identityOf(scene(), other(at));
      const asked = FORGED.map(({ headers }) => {
        const words = headers(identity).map((header) => `--header '${header}'`);
        return `metadata meta_data.json ${words.join(" ")}; echo`;
      });
      return [machine, asked.join("; ")];
    });
    const printed = await onConsoles(tasks);
    const found = printed.map((text) => text.split("\n").filter(Boolean).map(answerOf));
    const none = "wget: server returned error: HTTP/1.1 502 Bad Gateway";
    assert.deepEqual(
      found,
      machines.map(({ id }) => FORGED.map(({ answer }) => (answer === "none" ? none : id))),
    );
  });
}

/** Whom an answer is about, or the answer as it is. */
const answerOf = (line: string): string => /"uuid": "([^"]+)"/.exec(line)?.[1] ?? line;

function identityOf({ lab }: Scene, { id, address, tenant, network }: Machine): Identity {
  const { projectId = "", routers = {}, networks = {} } = lab.tenants[tenant] ?? {};
  const router = Object.values(routers)[0] ?? "";
  return { id, address, project: projectId, router, network: networks[network] ?? "" };
}
