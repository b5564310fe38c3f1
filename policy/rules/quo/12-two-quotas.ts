import { made, ref } from "../../cases";
import type { Declared } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { tenant } from "./cases";
import { QUOTA_TYPES } from "./common";

export const twoQuotas: Rule = {
  id: "QUO-12",
  title: "A project has one quota of a kind",
  severity: "medium",
  reason:
    "both set the same limits: which of them counts depends on which was made last, and changes " +
    "from one update to the next",
  sources: ["own"],
  remedy: "remove one of the two",
  checkStack: (stack) =>
    QUOTA_TYPES.flatMap((type) => {
      const byProject = new Map<string, Declared[]>();
      for (const quota of stack.of(type)) {
        const project = stack.target(quota, "projectId", "project");
        if (project === undefined) continue;
        const key = JSON.stringify([stack.keyOf(project), quota.props.region]);
        byProject.set(key, [...(byProject.get(key) ?? []), quota]);
      }
      return [...byProject.values()].flatMap((quotas) =>
        quotas.flatMap((resource): Finding[] => {
          const others = quotas.filter((other) => other !== resource).map(({ name }) => name);
          if (others.length === 0) return [];
          return [{ resource, found: `its limits are also those of ${others.sort().join(", ")}` }];
        }),
      );
    }),
  cases: {
    passes: [{ of: "one of each kind", resources: { ...tenant("acme"), ...tenant("globex") } }],
    fails: [
      {
        of: "another one for the same project",
        resources: {
          ...tenant("acme"),
          more: made("computeQuota", { projectId: ref("acme"), cores: 200 }),
        },
        finds: {
          "acme-compute": ["its limits are also those of more"],
          more: ["its limits are also those of acme-compute"],
        },
      },
      {
        of: "two for a project that another stack has",
        resources: {
          one: made("networkQuota", { projectId: "f00d", network: 1 }),
          two: made("networkQuota", { projectId: "f00d", network: 2 }),
        },
        finds: {
          one: ["its limits are also those of two"],
          two: ["its limits are also those of one"],
        },
      },
    ],
  },
};
