import type { Client } from "./client";
import { PREFIX } from "./sweep";

/** A tenant of this test: a project in a domain of its own, as `components/tenant/access.ts` has them. */
export interface ScratchTenant {
  domain: string;
  project: string;
  /** Who has the role admin in the environment. */
  admin: string;
  /** Who has the role user in it. */
  user: string;
  /** Who may only read. */
  reader: string;
  adminsGroup: string;
  usersGroup: string;
}

export async function makeTenant(
  admin: Client,
  name: string,
  password: string,
  roles: Record<string, string>,
): Promise<ScratchTenant> {
  const make = async (collection: string, key: string, body: object): Promise<string> => {
    const answer = await admin.must("identity", "POST", collection, { [key]: body });
    return (answer[key] as { id: string }).id;
  };
  const put = (path: string) => admin.must("identity", "PUT", path);
  const domain = await make("/domains", "domain", { name: `${PREFIX}${name}` });
  const project = await make("/projects", "project", {
    name: `${PREFIX}${name}`,
    domain_id: domain,
  });
  const user = (who: string): Promise<string> =>
    make("/users", "user", { name: `${PREFIX}${who}`, domain_id: domain, password });
  const group = (who: string): Promise<string> =>
    make("/groups", "group", { name: `${PREFIX}${name}-${who}`, domain_id: domain });
  const adminsGroup = await group("admins");
  const usersGroup = await group("users");
  for (const role of ["manager", "member"]) {
    await put(`/projects/${project}/groups/${adminsGroup}/roles/${roles[`${role}Role`]}`);
  }
  await put(`/domains/${domain}/groups/${adminsGroup}/roles/${roles.managerRole}`);
  await put(`/projects/${project}/groups/${usersGroup}/roles/${roles.memberRole}`);
  const tenant = {
    domain,
    project,
    admin: await user("admin"),
    user: await user("user"),
    reader: await user("reader"),
    adminsGroup,
    usersGroup,
  };
  await put(`/groups/${adminsGroup}/users/${tenant.admin}`);
  await put(`/groups/${usersGroup}/users/${tenant.user}`);
  await put(`/projects/${project}/users/${tenant.reader}/roles/${roles.readerRole}`);
  return tenant;
}

/** The roles of a tenant's groups: `admins: manager on project`. */
export async function rolesOfGroups(
  admin: Client,
  groups: Record<string, string>,
): Promise<string[]> {
  const found = Object.entries(groups).map(async ([name, id]) => {
    const path = `/role_assignments?include_names&group.id=${id}`;
    const assignments = await admin.list("identity", path, "role_assignments");
    return assignments.map((assignment) => {
      const { role, scope } = assignment as { role: { name: string }; scope: object };
      return `${name}: ${role.name} on ${Object.keys(scope).sort().join(", ")}`;
    });
  });
  return (await Promise.all(found)).flat().sort();
}
