import { made, ref } from "../../cases";
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
      const first = new Map<string, string>();
      return stack.of(type).flatMap((resource): Finding[] => {
        const project = stack.target(resource, "projectId", "project");
        if (project === undefined) return [];
        const key = JSON.stringify([stack.keyOf(project), resource.props.region]);
        const other = first.get(key);
        if (other === undefined) first.set(key, resource.name);
        return other === undefined ? [] : [{ resource, found: `${other} sets the same limits` }];
      });
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
        finds: { more: ["acme-compute sets the same limits"] },
      },
      {
        of: "two for a project that another stack has",
        resources: {
          one: made("networkQuota", { projectId: "f00d", network: 1 }),
          two: made("networkQuota", { projectId: "f00d", network: 2 }),
        },
        finds: { two: ["one sets the same limits"] },
      },
    ],
  },
};
