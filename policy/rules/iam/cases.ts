import { made, ref } from "../../cases";
import type { CaseResource, CaseValue } from "../../rule";

type Props = Record<string, CaseValue>;

/** A tenant with a domain of its own: `${name}-domain`, the project `name`, a group and a user. */
const tenant = (name: string): Record<string, CaseResource> => ({
  [`${name}-domain`]: made("project", { name: `${name}-corp`, isDomain: true }),
  [name]: made("project", { name, domainId: ref(`${name}-domain`) }),
  [`${name}-users`]: made("group", { name: `${name}-users`, domainId: ref(`${name}-domain`) }),
  [`${name}-user`]: made("user", { name: `${name}-user`, domainId: ref(`${name}-domain`) }),
});

export const ACME = tenant("acme");
export const GLOBEX = tenant("globex");
export const BOTH = { ...ACME, ...GLOBEX };

/** What a site says of its roles and domains; one for all cases, which then fit into one program. */
export const SITE = {
  roleIds: { admin: "5f1c" },
  tenantRoles: ["member", "creator"],
  ldapDomains: ["corp", "acme-corp"],
};

/** A role that the program declares, and its assignment, called `grant`. */
export const granted = (
  role: string,
  props: Props,
  type: "roleAssignment" | "inheritedRole" = "roleAssignment",
) => ({
  role: made("role", { name: role }),
  grant: made(type, { roleId: ref("role"), ...props }),
});

export const credential = (props: Props): Record<string, CaseResource> => ({
  credential: made("applicationCredential", {
    name: "ci",
    roles: ["member"],
    unrestricted: false,
    expiresAt: "2027-06-30T00:00:00Z",
    ...props,
  }),
});

export const user = (props: Props): Record<string, CaseResource> => ({
  user: made("user", { name: "alice", ...props }),
});
