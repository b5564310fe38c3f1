import { randomBytes } from "node:crypto";
import type { Bench, Case } from "./lifecycle";

const PROJECT = "identity/project:Project";
const USER = "identity/user:User";
const GROUP = "identity/groupV3:GroupV3";
const CREDENTIAL = "identity/applicationCredential:ApplicationCredential";

const password = (): string => randomBytes(12).toString("hex");

/** The id of a role that Keystone brings along. */
async function roleId(bench: Bench, name: string): Promise<string> {
  return (await bench.invoke("identity/getRole:getRole", { name })).id as string;
}

const makeDomain = (bench: Bench) =>
  bench.make(PROJECT, { name: `${bench.run}-domain`, isDomain: true });

/** Whether something that is a path and nothing else is there, as assignments are. */
const headed =
  (bench: Bench, pathOf: (parts: string[]) => string) =>
  (id: string): Promise<Record<string, unknown> | undefined> =>
    bench.cloud.api.get("identity", pathOf(id.split("/")), { method: "HEAD" });

export const identity: Case[] = [
  {
    type: PROJECT,
    life: async (bench) => {
      const name = bench.run;
      const domain = await makeDomain(bench);
      return {
        inputs: { name, description: "first", tags: ["one"] },
        see: bench.item("identity", "/projects", "project"),
        shows: { name, description: "first", tags: ["one"], domain_id: "default", enabled: true },
        changes: [
          [{ description: "second", tags: ["one", "two"] }, { description: "second" }],
          [
            { name: `${name}-2`, enabled: false },
            { name: `${name}-2`, enabled: false },
          ],
        ],
        replace: [{ domainId: domain.id }, { domain_id: domain.id, name: `${name}-2` }],
      };
    },
  },
  {
    type: PROJECT,
    title: "that is a domain",
    life: (bench) =>
      Promise.resolve({
        inputs: { name: `${bench.run}-domain`, isDomain: true },
        see: bench.item("identity", "/projects", "project"),
        shows: { name: `${bench.run}-domain`, is_domain: true, domain_id: null },
        changes: [[{ description: "second" }, { description: "second" }]],
        replace: [{ isDomain: false }, { is_domain: false, domain_id: "default" }],
      }),
  },
  {
    type: USER,
    life: async (bench) => {
      const name = bench.run;
      const project = await bench.make(PROJECT, { name });
      return {
        inputs: {
          name,
          password: password(),
          defaultProjectId: project.id,
          description: "first",
          extra: { email: "a@example.com" },
          ignorePasswordExpiry: true,
        },
        see: bench.item("identity", "/users", "user"),
        shows: {
          name,
          description: "first",
          default_project_id: project.id,
          email: "a@example.com",
          options: { ignore_password_expiry: true },
        },
        changes: [
          [{ description: "second", password: password() }, { description: "second" }],
          [
            { enabled: false, extra: { email: "b@example.com" } },
            { enabled: false, email: "b@example.com" },
          ],
        ],
        notImported: ["password"],
      };
    },
  },
  {
    type: GROUP,
    life: async (bench) => {
      const domain = await makeDomain(bench);
      return {
        inputs: { name: bench.run },
        see: bench.item("identity", "/groups", "group"),
        shows: { name: bench.run, description: "", domain_id: "default" },
        changes: [[{ description: "second" }, { description: "second" }]],
        replace: [{ domainId: domain.id }, { domain_id: domain.id, description: "second" }],
      };
    },
  },
  {
    type: "identity/role:Role",
    life: (bench) =>
      Promise.resolve({
        inputs: { name: bench.run },
        see: bench.item("identity", "/roles", "role"),
        shows: { name: bench.run },
        changes: [[{ name: `${bench.run}-2` }, { name: `${bench.run}-2` }]],
      }),
  },
  {
    type: "identity/userMembershipV3:UserMembershipV3",
    life: async (bench) => {
      const user = await bench.make(USER, { name: bench.run, password: password() });
      const [first, second] = [
        await bench.make(GROUP, { name: bench.run }),
        await bench.make(GROUP, { name: `${bench.run}-2` }),
      ];
      return {
        inputs: { userId: user.id, groupId: first.id },
        see: headed(bench, ([user, group]) => `/groups/${group}/users/${user}`),
        shows: {},
        replace: [{ groupId: second.id }, {}],
      };
    },
  },
  {
    type: "identity/roleAssignment:RoleAssignment",
    title: "of a group on a project",
    life: async (bench) => {
      const project = await bench.make(PROJECT, { name: bench.run });
      const group = await bench.make(GROUP, { name: bench.run });
      return {
        inputs: {
          groupId: group.id,
          projectId: project.id,
          roleId: await roleId(bench, "member"),
        },
        see: headed(
          bench,
          ([, project, group, , role]) => `/projects/${project}/groups/${group}/roles/${role}`,
        ),
        shows: {},
        replace: [{ roleId: await roleId(bench, "reader") }, {}],
      };
    },
  },
  {
    type: "identity/roleAssignment:RoleAssignment",
    title: "of a user on a domain",
    life: async (bench) => {
      const domain = await makeDomain(bench);
      const user = await bench.make(USER, { name: bench.run, password: password() });
      return {
        inputs: {
          userId: user.id,
          domainId: domain.id,
          roleId: await roleId(bench, "member"),
        },
        see: headed(
          bench,
          ([domain, , , user, role]) => `/domains/${domain}/users/${user}/roles/${role}`,
        ),
        shows: {},
        replace: [{ roleId: await roleId(bench, "reader") }, {}],
      };
    },
  },
  {
    type: "identity/inheritRoleAssignment:InheritRoleAssignment",
    life: async (bench) => {
      const project = await bench.make(PROJECT, { name: bench.run });
      const user = await bench.make(USER, { name: bench.run, password: password() });
      return {
        inputs: {
          userId: user.id,
          projectId: project.id,
          roleId: await roleId(bench, "member"),
        },
        see: headed(
          bench,
          ([, project, , user, role]) =>
            `/OS-INHERIT/projects/${project}/users/${user}/roles/${role}/inherited_to_projects`,
        ),
        shows: {},
        replace: [{ roleId: await roleId(bench, "reader") }, {}],
      };
    },
  },
  {
    type: CREDENTIAL,
    life: async (bench) => {
      const name = bench.run;
      const scope = await bench.invoke("identity/getAuthScope:getAuthScope", { name });
      const path = `/users/${scope.userId as string}/application_credentials`;
      return {
        inputs: {
          name,
          roles: ["member"],
          expiresAt: "2035-01-01T00:00:00Z",
          accessRules: [{ path: "/v2.0/networks", method: "GET", service: "network" }],
        },
        see: bench.item("identity", path, "application_credential"),
        shows: { name, expires_at: "2035-01-01T00:00:00.000000", unrestricted: false },
        replace: [{ description: "second" }, { name, description: "second" }],
        notImported: ["roles"],
      };
    },
  },
];
