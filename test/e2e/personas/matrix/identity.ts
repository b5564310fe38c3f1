import type { Matrix } from "../cells";
import { rows } from "../table";

const everybody = (what: string) => ({
  "cloud admin": what,
  "tenant admin": what,
  "tenant user": what,
  reader: what,
});

/** For the Tenant Admin alone, beside the Cloud Admin. */
const adminsOnly = (all: string, own: string) => ({
  "cloud admin": all,
  "tenant admin": own,
  "tenant user": "403",
  reader: "403",
});

/** The roles of a tenant. */
const PROJECT = [
  "own adminsGroup has managerRole on project",
  "own adminsGroup has memberRole on project",
  "own reader has readerRole on project",
  "own usersGroup has memberRole on project",
];
const DOMAIN = ["own adminsGroup has managerRole on domain"];
const others = (text: string): string => text.replace("own ", "other ");
const CLOUD = "system person has adminRole on project, system person has adminRole on system";

const user = { name: "{name}", domain_id: "{domain}", password: "{password}" };
const subject = { "x-subject-token": "{token}" };

/**
 * Keystone. The Tenant Admin's token is for the domain of the tenant. `user` and `group` are some of the
 * target's, `person` is its Tenant User.
 */
export const identity: Matrix = {
  service: "identity",
  scope: "domain",
  lists: [
    {
      object: "domain",
      path: "/domains",
      key: "domains",
      sees: adminsOnly("other domain, own domain, system domain", "own domain"),
    },
    {
      object: "project",
      path: "/projects",
      key: "projects",
      sees: adminsOnly(
        "other project, own project, system project, system serviceProject",
        "own project",
      ),
    },
    {
      object: "user",
      path: "/users",
      key: "users",
      sees: adminsOnly(
        "other admin, other person, other reader, other user, own admin, own person, own reader, own user, system person, system user",
        "own admin, own person, own reader, own user",
      ),
    },
    {
      object: "group",
      path: "/groups",
      key: "groups",
      sees: adminsOnly(
        "other adminsGroup, other group, other usersGroup, own adminsGroup, own group, own usersGroup, system group",
        "own adminsGroup, own group, own usersGroup",
      ),
    },
    {
      object: "credential",
      path: "/credentials",
      key: "credentials",
      sees: {
        ...everybody(""),
        "cloud admin": "other credential, own credential, system credential",
      },
    },
    {
      object: "project to log in to",
      path: "/auth/projects",
      key: "projects",
      sees: { ...everybody("own project"), "cloud admin": "system project" },
    },
    {
      object: "domain to log in to",
      path: "/auth/domains",
      key: "domains",
      sees: { ...everybody(""), "tenant admin": "own domain" },
    },
    {
      object: "assignment",
      path: "/role_assignments",
      key: "role_assignments",
      sees: adminsOnly(
        [...PROJECT, ...DOMAIN, ...PROJECT.map(others), ...DOMAIN.map(others), CLOUD].join(", "),
        [...PROJECT, ...DOMAIN].join(", "),
      ),
    },
    {
      object: "assignment",
      path: "/role_assignments?scope.project.id={own.project}",
      key: "role_assignments",
      sees: adminsOnly(PROJECT.join(", "), PROJECT.join(", ")),
    },
    {
      object: "assignment",
      path: "/role_assignments?scope.project.id={other.project}",
      key: "role_assignments",
      sees: adminsOnly(PROJECT.map(others).join(", "), ""),
    },
    {
      object: "assignment",
      path: "/role_assignments?scope.domain.id={other.domain}",
      key: "role_assignments",
      sees: adminsOnly(DOMAIN.map(others).join(", "), ""),
    },
    {
      object: "assignment",
      path: "/role_assignments?scope.project.id={system.project}",
      key: "role_assignments",
      sees: adminsOnly("system person has adminRole on project", ""),
    },
    {
      object: "assignment",
      path: "/role_assignments?scope.system=all",
      key: "role_assignments",
      sees: adminsOnly("system person has adminRole on system", ""),
    },
  ],
  rows: rows(`
    # object    | operation | request                                   | own             | other           | system
    domain      | show      | GET /domains/{domain}                     | 200 200 200 200 | 200 403 403 403 | 200 403 403 403
    domain      | create    | POST /domains                             | -               | -               | 201 403 403 403
    domain      | update    | PATCH /domains/{domain}                   | 200 403 403 403 | 200 403 403 403 | -   403 403 403
    domain      | delete    | DELETE /domains/{domain}                  | -   403 403 403 | -   403 403 403 | -   403 403 403
    domain      | configure | PUT /domains/{domain}/config              | -   403 403 403 | -   403 403 403 | -   403 403 403
    project     | show      | GET /projects/{project}                   | 200 200 200 200 | 200 403 403 403 | 200 403 403 403
    project     | create    | POST /projects                            | 201 403 403 403 | 201 403 403 403 | 201 403 403 403
    project     | update    | PATCH /projects/{project}                 | 200 403 403 403 | 200 403 403 403 | -   403 403 403
    project     | delete    | DELETE /projects/{project}                | -   403 403 403 | -   403 403 403 | -   403 403 403
    project     | tag       | PUT /projects/{project}/tags/personas     | 201 403 403 403 | 201 403 403 403 | -   403 403 403
    user        | show      | GET /users/{user}                         | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    user        | show self | GET /users/{me}                           | 200 200 200 200 | -               | -
    user        | create    | POST /users                               | 201 201 403 403 | 201 403 403 403 | 201 403 403 403
    user        | rename    | PATCH /users/{fresh.user}                       | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    user        | disable   | PATCH /users/{fresh.user}                       | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    user        | password  | PATCH /users/{fresh.user}                       | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    user        | move      | PATCH /users/{fresh.user}                       | -   400 403 403 | -   403 403 403 | -   403 403 403
    user        | delete    | DELETE /users/{fresh.user}                | 204 204 403 403 | 204 403 403 403 | 204 403 403 403
    user        | projects  | GET /users/{user}/projects                | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    user        | groups    | GET /users/{user}/groups                  | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    group       | show      | GET /groups/{group}                       | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    group       | create    | POST /groups                              | 201 201 403 403 | 201 403 403 403 | 201 403 403 403
    group       | update    | PATCH /groups/{fresh.group}                | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    group       | delete    | DELETE /groups/{fresh.group}              | 204 204 403 403 | 204 403 403 403 | 204 403 403 403
    group       | members   | GET /groups/{group}/users                 | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    group       | add a user of it             | PUT /groups/{group}/users/{user}          | 204 204 403 403 | 204 403 403 403 | 204 403 403 403
    group       | add a user of the own tenant | PUT /groups/{group}/users/{own.user}      | 204 204 403 403 | -   403 403 403 | -   403 403 403
    own group   | add a user of it             | PUT /groups/{own.group}/users/{user}      | 204 204 403 403 | -   403 403 403 | -   403 403 403
    own group   | remove a user of it          | DELETE /groups/{own.group}/users/{user}   | -   204 403 403 | -   403 403 403 | -   403 403 403
    role        | list                         | GET /roles                                | -               | -               | 200 200 403 403
    role        | create                       | POST /roles                               | -               | -               | 201 403 403 403
    role        | imply                        | PUT /roles/{memberRole}/implies/{adminRole} | -             | -               | -   403 403 403
    role        | of the project to a user of it    | PUT /projects/{project}/users/{user}/roles/{system.memberRole}      | 204 204 403 403 | 204 403 403 403 | -   403 403 403
    role        | manager of the project            | PUT /projects/{project}/users/{user}/roles/{system.managerRole}     | 204 204 403 403 | 204 403 403 403 | -   403 403 403
    role        | reader of the project             | PUT /projects/{project}/groups/{group}/roles/{system.readerRole}    | 204 204 403 403 | 204 403 403 403 | -   403 403 403
    role        | admin of the project              | PUT /projects/{project}/users/{user}/roles/{system.adminRole}       | -   403 403 403 | -   403 403 403 | -   403 403 403
    role        | service of the project            | PUT /projects/{project}/users/{user}/roles/{system.serviceRole}     | -   403 403 403 | -   403 403 403 | -   403 403 403
    role        | of the project to an own user     | PUT /projects/{project}/users/{own.user}/roles/{system.memberRole}  | 204 204 403 403 | -   403 403 403 | -   403 403 403
    role        | of the own project to a user of it | PUT /projects/{own.project}/users/{user}/roles/{system.memberRole} | 204 204 403 403 | -   403 403 403 | -   403 403 403
    role        | of the domain                     | PUT /domains/{domain}/users/{user}/roles/{system.managerRole}       | 204 204 403 403 | 204 403 403 403 | -   403 403 403
    role        | admin of the domain               | PUT /domains/{domain}/users/{user}/roles/{system.adminRole}         | -   403 403 403 | -   403 403 403 | -   403 403 403
    role        | inherited                         | PUT /OS-INHERIT/domains/{domain}/users/{user}/roles/{system.memberRole}/inherited_to_projects | - 204 403 403 | - 403 403 403 | - 403 403 403
    role        | inherited admin                   | PUT /OS-INHERIT/domains/{domain}/users/{user}/roles/{system.adminRole}/inherited_to_projects  | - 403 403 403 | - 403 403 403 | - 403 403 403
    role        | of the system                     | PUT /system/users/{user}/roles/{system.readerRole}                  | -   403 403 403 | -   403 403 403 | -   403 403 403
    role        | take away                         | DELETE /projects/{project}/groups/{group}/roles/{system.readerRole} | -   -   403 403 | -   403 403 403 | -   403 403 403
    role        | list of the project               | GET /projects/{project}/users/{user}/roles                          | 200 200 403 403 | 200 403 403 403 | 200 403 403 403
    application credential | list   | GET /users/{person}/application_credentials                            | 200 403 200 403 | 200 403 403 403 | 200 403 403 403
    application credential | show   | GET /users/{person}/application_credentials/{applicationCredential}    | 200 403 200 403 | 200 403 403 403 | 200 403 403 403
    application credential | create | POST /users/{person}/application_credentials                           | 403 403 201 403 | 403 403 403 403 | 201 403 403 403
    application credential | delete | DELETE /users/{person}/application_credentials/{fresh.applicationCredential} | 204 403 204 403 | 204 403 403 403 | 204 403 403 403
    credential  | show      | GET /credentials/{credential}             | 200 403 403 403 | 200 403 403 403 | 200 403 403 403
    credential  | create    | POST /credentials                         | 201 403 403 403 | 201 403 403 403 | 201 403 403 403
    credential  | update    | PATCH /credentials/{credential}           | 200 403 403 403 | 200 403 403 403 | 200 403 403 403
    credential  | delete    | DELETE /credentials/{fresh.credential}    | 204 403 403 403 | 204 403 403 403 | 204 403 403 403
    ec2 credential | list   | GET /users/{person}/credentials/OS-EC2    | 200 403 200 403 | 200 403 403 403 | 200 403 403 403
    ec2 credential | create | POST /users/{person}/credentials/OS-EC2   | 201 403 201 403 | 201 403 403 403 | -   403 403 403
    trust       | list      | GET /OS-TRUST/trusts                      | -               | -               | 200 403 403 403
    trust       | create    | POST /OS-TRUST/trusts                     | 403 403 403 403 | 403 403 403 403 | 403 403 403 403
    trust       | of oneself to another tenant | POST /OS-TRUST/trusts  | 403 403 403 403 | -               | -
    token       | show      | GET /auth/tokens                          | 200 403 200 403 | 200 403 403 403 | 200 403 403 403
    token       | revoke    | DELETE /auth/tokens                       | -   403 -   403 | -   403 403 403 | -   403 403 403
    service     | list      | GET /services                             | -               | -               | 200 403 403 403
    service     | create    | POST /services                            | -               | -               | 201 403 403 403
    service     | delete    | DELETE /services/{service}                | -               | -               | -   403 403 403
    endpoint    | list      | GET /endpoints                            | -               | -               | 200 403 403 403
    endpoint    | update    | PATCH /endpoints/{endpoint}               | -               | -               | -   403 403 403
    endpoint    | delete    | DELETE /endpoints/{endpoint}              | -               | -               | -   403 403 403
    region      | list      | GET /regions                              | -               | -               | 200 200 200 200
    region      | create    | POST /regions                             | -               | -               | 201 403 403 403
    policy      | list      | GET /policies                             | -               | -               | 200 403 403 403
    limit       | create    | POST /limits                              | -               | -               | -   403 403 403
    consumer    | list      | GET /OS-OAUTH1/consumers                  | -               | -               | 200 403 403 403
    provider of identities | list | GET /OS-FEDERATION/identity_providers | -              | -               | 200 403 403 403
    revocation  | list      | GET /OS-REVOKE/events                     | -               | -               | 200 403 403 403
  `),
  bodies: {
    "domain create": { domain: { name: "{name}" } },
    "domain update": { domain: { description: "changed" } },
    "domain configure": { config: { identity: { driver: "sql" } } },
    "project create": { project: { name: "{name}", domain_id: "{domain}" } },
    "project update": { project: { description: "changed" } },
    "user create": { user },
    "user rename": { user: { name: "{name}" } },
    "user disable": { user: { enabled: false } },
    "user password": { user: { password: "{password}" } },
    "user move": { user: { domain_id: "{other.domain}" } },
    "group create": { group: { name: "{name}", domain_id: "{domain}" } },
    "group update": { group: { description: "changed" } },
    "role create": { role: { name: "{name}" } },
    "application credential create": { application_credential: { name: "{name}" } },
    "credential create": { credential: { type: "cert", blob: "personas", user_id: "{user}" } },
    "credential update": { credential: { blob: "changed" } },
    "ec2 credential create": { tenant_id: "{project}" },
    "trust create": {
      trust: {
        trustor_user_id: "{person}",
        trustee_user_id: "{own.user}",
        project_id: "{project}",
        impersonation: true,
        roles: [{ name: "member" }],
      },
    },
    "trust of oneself to another tenant": {
      trust: {
        trustor_user_id: "{me}",
        trustee_user_id: "{other.person}",
        project_id: "{project}",
        impersonation: false,
        roles: [{ name: "reader" }],
      },
    },
    "service create": { service: { name: "{name}", type: "personas" } },
    "endpoint update": { endpoint: { url: "https://198.51.100.1/" } },
    "region create": { region: { id: "{name}" } },
    "limit create": {
      limits: [
        {
          service_id: "{service}",
          resource_name: "personas",
          project_id: "{own.project}",
          resource_limit: 1,
        },
      ],
    },
  },
  headers: { "token show": subject, "token revoke": subject },
};
