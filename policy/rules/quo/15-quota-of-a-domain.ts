import { made } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { compute, tenant } from "./cases";
import { QUOTA_TYPES } from "./common";

export const quotaOfADomain: Rule = {
  id: "QUO-15",
  title: "Quotas are set on projects, not on domains",
  severity: "high",
  reason:
    "Nova, Neutron and Cinder count by project: a quota with the id of a domain is taken without " +
    "a word and limits nobody",
  sources: ["own"],
  remedy: "set a quota on each project of the domain",
  checkStack: (stack) =>
    QUOTA_TYPES.flatMap((type) =>
      stack.of(type).flatMap((resource): Finding[] => {
        const project = stack.follow(resource, "projectId", "project");
        if (project?.props.isDomain !== true) return [];
        return [{ resource, found: `projectId is the domain ${nameOf(project)}` }];
      }),
    ),
  cases: {
    passes: [{ of: "a project", resources: tenant("acme") }],
    fails: [
      {
        of: "a domain",
        resources: {
          corp: made("project", { name: "acme-corp", isDomain: true }),
          ...compute("corp"),
        },
        finds: { "corp-compute": ["projectId is the domain acme-corp"] },
      },
    ],
  },
};
