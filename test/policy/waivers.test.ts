import assert from "node:assert/strict";
import { ACME, network } from "../../policy/cases";
import { RULES } from "../../policy/rules";
import { readSettings } from "../../policy/settings";
import { Waivers } from "../../policy/waivers";
import { findings } from "./support/findings";
import { viewOf } from "./support/view";

const waiver = {
  rule: "NET-01",
  resource: "acme-app",
  owner: "alice@example.com",
  reason: "Until the migration is over",
  expires: "2027-03-31",
};
const rule = RULES.find(({ id }) => id === "NET-01")!;
const settings = readSettings(() => undefined);
const shared = { ...ACME, ...network("acme", "app", "192.168.1.0/24", { shared: true }) };
const mended = { ...ACME, ...network("acme", "app", "192.168.1.0/24") };
const UNUSED = "the waiver of NET-01 for acme-app (alice@example.com) lets nothing through";

describe("a waiver", () => {
  it("counts on its last day, and not on the day after", () => {
    const found = findings(rule, viewOf(shared, true), settings);
    assert.equal(found.length, 1);
    assert.deepEqual(new Waivers([waiver], "2027-03-31").pass(rule, found), []);
    const late = new Waivers([waiver], "2027-04-01");
    assert.deepEqual(late.pass(rule, found), found);
    assert.deepEqual(late.findExpired(), [
      "the waiver of NET-01 for acme-app (alice@example.com) expired on 2027-03-31",
    ]);
    assert.deepEqual(late.findUnused(RULES, viewOf(shared, true)), []);
  });

  it("has been needed when it let something through, whatever came out in the end", () => {
    const waivers = new Waivers([waiver], "2027-01-01");
    waivers.pass(rule, findings(rule, viewOf(shared, true), settings));
    assert.deepEqual(waivers.findUnused(RULES, viewOf(mended, true)), []);
  });

  it("is not needed where the rule is kept, which a preview with unknown values cannot tell", () => {
    const waivers = new Waivers([waiver], "2027-01-01");
    assert.deepEqual(waivers.findUnused(RULES, viewOf(mended, false)), []);
    assert.deepEqual(waivers.findUnused(RULES, viewOf(mended, true)), [UNUSED]);
    const gone = new Waivers([waiver], "2027-01-01");
    assert.deepEqual(gone.findUnused(RULES, viewOf(ACME, false)), [UNUSED]);
  });
});
