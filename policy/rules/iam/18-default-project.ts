import { made, ref } from "../../cases";
import type { Rule } from "../../rule";
import { BOTH } from "./cases";
import { domainOf, findEach, placeAt } from "./common";

export const defaultProject: Rule = {
  id: "IAM-18",
  title: "A user's default project is in the user's own domain",
  severity: "medium",
  reason:
    "a login that names no project ends there: programs of one tenant then make machines and " +
    "volumes among those of another one",
  sources: ["Keystone API, Users (default_project_id)", "own"],
  remedy: "set defaultProjectId to a project of the user's domain",
  checkStack: (stack) =>
    findEach(stack.of("user"), (user) => {
      const project = placeAt(stack, user, "defaultProjectId");
      const there = project?.declared && domainOf(stack, project.declared);
      const home = domainOf(stack, user);
      if (!project || !there || !home || home.key === there.key) return;
      return `its default project ${project.name} is in domain ${there.name}, not in ${home.name}`;
    }),
  cases: {
    passes: [
      {
        of: "a project of the same domain",
        resources: {
          ...BOTH,
          user: made("user", {
            name: "alice",
            domainId: ref("acme-domain"),
            defaultProjectId: ref("acme"),
          }),
        },
      },
    ],
    fails: [
      {
        of: "another tenant's project",
        resources: {
          ...BOTH,
          user: made("user", {
            name: "alice",
            domainId: ref("acme-domain"),
            defaultProjectId: ref("globex"),
          }),
        },
        finds: { user: ["its default project globex is in domain globex-corp, not in acme-corp"] },
      },
    ],
  },
};
