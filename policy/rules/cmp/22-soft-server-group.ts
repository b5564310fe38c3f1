import { made } from "../../cases";
import { texts } from "../../declared/resource";
import type { Rule } from "../../rule";

const group = (policy: string) => ({
  group: made("serverGroup", { name: "databases", policies: [policy] }),
});

/** Advice only: it is about one tenant's machines, and soft policies are meant for small clouds. */
export const softServerGroup: Rule = {
  id: "CMP-22",
  title: "Machines that are to be apart are kept apart",
  severity: "low",
  level: "advisory",
  reason:
    "a soft policy gives way where hosts are full, without a word: all members of a cluster then " +
    "go with one host",
  sources: ["Nova User Guide, Server Groups"],
  remedy: "take anti-affinity, and as many hosts as there are members",
  types: ["serverGroup"],
  check: (resource) =>
    texts(resource, "policies")
      .filter((policy) => policy === "soft-anti-affinity")
      .map((policy) => `its policy is ${policy}`),
  cases: {
    passes: [{ of: "anti-affinity", resources: group("anti-affinity") }],
    fails: [
      {
        of: "soft anti-affinity",
        resources: group("soft-anti-affinity"),
        finds: { group: ["its policy is soft-anti-affinity"] },
      },
    ],
  },
};
