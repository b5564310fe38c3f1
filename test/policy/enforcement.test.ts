import assert from "node:assert/strict";
import { ACME, network } from "../../policy/cases";
import type { Settings } from "../../policy/settings";
import { itemsOf, judge } from "./support/program";

/** Two networks that everybody may use. */
const ITEMS = itemsOf(
  {
    ...ACME,
    ...network("acme", "app", "192.168.1.0/24", { shared: true }),
    ...network("acme", "data", "192.168.2.0/24", { shared: true }),
  },
  "",
);

const waiver = (more: Partial<Settings["waivers"][number]> = {}) => ({
  rule: "NET-01",
  resource: "acme-app",
  owner: "alice@example.com",
  reason: "Until the migration is over",
  expires: "2999-12-31",
  ...more,
});

/** `LEVEL RULE RESOURCE` of what is said about networks and waivers, with the first thing found. */
async function said(command: "preview" | "up", settings: Partial<Settings>) {
  const { said: all, failed } = await judge(command, ITEMS, {
    ...settings,
    levels: { all: "disabled", "WVR-01": "mandatory", "WVR-02": "mandatory", ...settings.levels },
  });
  const lines = all.map(({ level, rule, resource, message }) => {
    const found = /found: +(.*)/.exec(message)?.[1];
    return `${level} ${rule} ${resource}: ${found}`;
  });
  return { lines: lines.sort(), failed };
}

describe("how the rules are enforced", function () {
  this.timeout(240_000);

  it("is by levels: what is mandatory fails a preview, what is advisory is told, what is disabled is not", async () => {
    const lines = (level: string) => [
      `${level} NET-01 acme-app: shared is true`,
      `${level} NET-01 acme-data: shared is true`,
    ];
    assert.deepEqual(await said("preview", { levels: { "NET-01": "mandatory" } }), {
      lines: lines("mandatory"),
      failed: true,
    });
    assert.deepEqual(await said("preview", { levels: { "NET-01": "advisory" } }), {
      lines: lines("advisory"),
      failed: false,
    });
    assert.deepEqual(await said("preview", {}), { lines: [], failed: false });
  });

  it("lets a waiver's resource through, and no other", async () => {
    const levels = { "NET-01": "mandatory" } as const;
    assert.deepEqual(await said("preview", { levels, waivers: [waiver()] }), {
      lines: ["mandatory NET-01 acme-data: shared is true"],
      failed: true,
    });
    const all = await said("up", { levels, waivers: [waiver({ resource: "acme-*" })] });
    assert.deepEqual(all, { lines: [], failed: false });
  });

  it("refuses waivers that have expired, let nothing through, or name no rule", async () => {
    const waivers = [
      waiver({ expires: "2020-01-31" }),
      waiver({ resource: "acme-dat" }),
      waiver({ rule: "NET-99" }),
    ];
    assert.deepEqual(await said("preview", { levels: { "NET-01": "advisory" }, waivers }), {
      lines: [
        "advisory NET-01 acme-app: shared is true",
        "advisory NET-01 acme-data: shared is true",
        "mandatory WVR-01 : the waiver of NET-01 for acme-app (alice@example.com) expired on 2020-01-31",
        "mandatory WVR-02 : the waiver for acme-app (alice@example.com) names NET-99, which there is no rule of",
        "mandatory WVR-02 : the waiver of NET-01 for acme-dat (alice@example.com) lets nothing through",
      ],
      failed: true,
    });
  });

  it("stops an update before what violates a rule is made", async () => {
    const { failed, made } = await judge("up", ITEMS, {});
    assert.deepEqual([failed, made.filter((name) => name.startsWith("acme-"))], [true, []]);
  });
});
