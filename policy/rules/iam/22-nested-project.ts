import { made, ref } from "../../cases";
import type { Rule } from "../../rule";
import { ACME } from "./cases";
import { findEach, placeAt } from "./common";

export const nestedProject: Rule = {
  id: "IAM-22",
  title: "No tenant's project is below another one",
  severity: "high",
  reason:
    "roles that are inherited from the project above count in it, and disabling or deleting " +
    "that one with all below takes it along",
  sources: ["Keystone API, Projects (parent_id)", "own"],
  remedy: "leave parentId out, or let it be the domain",
  checkStack: (stack) =>
    findEach(stack.tenants(), (project) => {
      const above = placeAt(stack, project, "parentId");
      if (above?.declared === undefined || above.declared.props.isDomain === true) return;
      return `it is below project ${above.name}`;
    }),
  cases: {
    passes: [
      {
        of: "a project below its domain",
        resources: {
          ...ACME,
          lab: made("project", {
            name: "lab",
            domainId: ref("acme-domain"),
            parentId: ref("acme-domain"),
          }),
        },
      },
    ],
    fails: [
      {
        of: "a project below a tenant's",
        resources: {
          ...ACME,
          lab: made("project", {
            name: "lab",
            domainId: ref("acme-domain"),
            parentId: ref("acme"),
          }),
        },
        finds: { lab: ["it is below project acme"] },
      },
    ],
  },
};
