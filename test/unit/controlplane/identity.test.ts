import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { identityState } from "../../../components/controlplane/identity";
import { nova } from "../../../components/controlplane/nova";
import { secrets, site } from "./site";
import { temporaryFolder } from "../../support/folder";

const SCRIPT = join(__dirname, "../../../components/controlplane/identity.py");

type Thing = Record<string, unknown> & { id: string };

/** As much of Keystone as the script talks to. */
class Keystone {
  readonly things: Record<string, Thing[]> = {
    domains: [{ id: "default", name: "Default" }],
    users: [{ id: "admin-id", name: "admin", domain_id: "default", options: {} }],
    roles: [{ id: "admin-role", name: "admin" }],
    projects: [],
    services: [],
    endpoints: [],
  };
  writes: string[] = [];
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v3`;
  }

  stop(): void {
    this.server.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://keystone");
    const [, , kind = "", id] = pathname.split("/");
    const all = this.things[kind] ?? [];
    const sent = (body === "" ? {} : Object.values(JSON.parse(body) as object)[0]) as Thing;
    if (kind === "auth") {
      response.setHeader("X-Subject-Token", "token").end("{}");
    } else if (request.method === "GET") {
      const asked = [...searchParams];
      const fits = (thing: Thing) => asked.every(([key, value]) => thing[key] === value);
      response.end(JSON.stringify({ [kind]: all.filter(fits) }));
    } else if (request.method === "POST") {
      this.writes.push(`POST ${kind} ${String(sent.name ?? sent.interface)}`);
      const made = { ...sent, id: `${kind}-${all.length}` };
      all.push(made);
      response.end(JSON.stringify({ [kind.slice(0, -1)]: made }));
    } else {
      if (request.method === "PATCH") this.writes.push(`PATCH ${kind} ${id ?? ""}`);
      const found = all.find((thing) => thing.id === id);
      if (found !== undefined) Object.assign(found, sent);
      response.end("{}");
    }
  }
}

/** Runs the script with what it is to bring about; what it said when it ended. */
function bring(wanted: object): Promise<string> {
  const path = join(temporaryFolder("identity"), "wanted.json");
  writeFileSync(path, JSON.stringify(wanted));
  const child = spawn("python3", [SCRIPT, path]);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  return new Promise((resolve) =>
    child.on("close", (status) => resolve(`${status ?? ""} ${said}`)),
  );
}

describe("users of the cloud's own services", () => {
  let keystone: Keystone;
  beforeEach(() => (keystone = new Keystone()));
  afterEach(() => keystone.stop());

  it("are never locked out, those of before included, and neither is the administrator", async () => {
    const url = await keystone.start();
    const wanted = { ...identityState([nova], site(), secrets), url };
    assert.equal(await bring(wanted), "0 ");
    assert.ok(keystone.writes.includes("POST users nova"));
    const options = () =>
      keystone.things.users?.map((user) => [
        user.name,
        (user.options as Record<string, boolean>).ignore_lockout_failure_attempts,
      ]);
    const locked = [
      ["admin", true],
      ["nova", true],
    ];
    assert.deepEqual(options(), locked);

    keystone.writes = [];
    assert.equal(await bring(wanted), "0 ");
    assert.deepEqual(keystone.writes, [], "a second run changes nothing");

    for (const user of keystone.things.users ?? []) user.options = {};
    assert.equal(await bring(wanted), "0 ");
    assert.deepEqual(keystone.writes.sort(), ["PATCH users admin-id", "PATCH users users-1"]);
    assert.deepEqual(options(), locked);
  });
});
