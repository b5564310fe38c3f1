import type { Properties } from "../../../engine/types";
import { ProviderError } from "../../../../providers/server/errors";
import type { Body } from "../client/cloud";
import { Definition, Fields, Scope } from "../table/types";
import { REGION } from "./common";

const fields: Fields = {
  region: REGION,
  domainId: { type: "string", replaces: true, conflicts: ["projectId"] },
  groupId: { type: "string", replaces: true, conflicts: ["userId"] },
  projectId: { type: "string", replaces: true, conflicts: ["domainId"] },
  roleId: { type: "string", required: true, replaces: true },
  userId: { type: "string", replaces: true, conflicts: ["groupId"] },
};

const PARTS = ["domainId", "projectId", "groupId", "userId", "roleId"] as const;
type Assignment = Record<(typeof PARTS)[number], string>;

/** An assignment has no id of its own: `domain/project/group/user/role`, three of them empty. */
function parse(id: string): Assignment {
  const parts = id.split("/");
  if (parts.length !== PARTS.length) {
    throw new ProviderError(
      `"${id}" is not the id of a role assignment: expected domain/project/group/user/role, ` +
        "with the two that do not apply left empty",
    );
  }
  return Object.fromEntries(PARTS.map((name, index) => [name, parts[index] ?? ""])) as Assignment;
}

function pathOf(of: Assignment, inherited: boolean): string {
  const scope = of.domainId ? `/domains/${of.domainId}` : `/projects/${of.projectId}`;
  const actor = of.groupId ? `/groups/${of.groupId}` : `/users/${of.userId}`;
  const path = `${scope}${actor}/roles/${of.roleId}`;
  return inherited ? `/OS-INHERIT${path}/inherited_to_projects` : path;
}

function answerOf(of: Assignment): Body {
  return {
    domain_id: of.domainId,
    project_id: of.projectId,
    group_id: of.groupId,
    user_id: of.userId,
    role_id: of.roleId,
  };
}

function mistakes(inputs: Properties): Record<string, string> {
  const found: Record<string, string> = {};
  if (inputs.domainId === undefined && inputs.projectId === undefined) {
    found.projectId = "one of projectId and domainId is required";
  }
  if (inputs.userId === undefined && inputs.groupId === undefined) {
    found.userId = "one of userId and groupId is required";
  }
  return found;
}

function assignment(inherited: boolean): Definition {
  const call = (method: string, of: Assignment, scope: Scope): Promise<Body> =>
    scope.cloud.call("identity", method, pathOf(of, inherited), { signal: scope.signal });
  return {
    service: "identity",
    path: "/role_assignments",
    key: "",
    fields,
    mistakes,
    async create(inputs, scope) {
      const of = Object.fromEntries(
        PARTS.map((name) => [name, (inputs[name] as string | undefined) ?? ""]),
      ) as Assignment;
      await call("PUT", of, scope);
      return { id: PARTS.map((name) => of[name]).join("/"), answer: answerOf(of) };
    },
    async read(id, _known, scope) {
      await call("HEAD", parse(id), scope);
      return answerOf(parse(id));
    },
    async delete(id, _olds, scope) {
      await call("DELETE", parse(id), scope);
    },
  };
}

export const assignments: Readonly<Record<string, Definition>> = {
  "identity/roleAssignment:RoleAssignment": assignment(false),
  "identity/inheritRoleAssignment:InheritRoleAssignment": assignment(true),
};
