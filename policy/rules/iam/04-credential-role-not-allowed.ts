import { ACME as PROJECT, made, ref } from "../../cases";
import { texts } from "../../declared/resource";
import type { Rule } from "../../rule";
import { credential } from "./cases";
import { isCloudLogin, sameRole } from "./common";

/** An application credential names its roles: this can always be decided. */
export const credentialRoleNotAllowed: Rule = {
  id: "IAM-04",
  title: "Application credentials have no roles but those that are meant for tenants",
  severity: "high",
  reason:
    "a role outside the list opens calls in some services that reach beyond a project, to whoever " +
    "holds the secret",
  sources: ["scs-0302-v1, Domain Manager role", "Keystone User Guide, Application Credentials"],
  remedy: "name one of tenantRoles, or add the role there once it is known what it opens",
  checkStack: (stack, settings) =>
    stack
      .of("applicationCredential")
      .filter((resource) => !isCloudLogin(stack, resource, settings))
      .flatMap((resource) =>
        texts(resource, "roles")
          .filter((role) => !sameRole(role, "admin"))
          .filter((role) => !settings.tenantRoles.some((allowed) => sameRole(allowed, role)))
          .map((role) => ({
            resource,
            found: `${role} is among its roles, allowed are ${settings.tenantRoles.join(", ")}`,
          })),
      ),
  cases: {
    passes: [
      { of: "a reader", resources: credential({ roles: ["reader"] }) },
      {
        of: "a credential of the cloud itself",
        resources: {
          login: made("pulumi:providers:openstack", { tenantName: "service" }),
          credential: {
            ...made("applicationCredential", { name: "nova", roles: ["service"] }),
            provider: "login",
          },
        },
      },
    ],
    fails: [
      {
        of: "the role of services in a tenant",
        resources: {
          ...PROJECT,
          login: made("pulumi:providers:openstack", { tenantId: ref("acme") }),
          credential: {
            ...made("applicationCredential", { name: "ci", roles: ["member", "service"] }),
            provider: "login",
          },
        },
        finds: {
          credential: ["service is among its roles, allowed are member, reader, manager"],
        },
      },
    ],
  },
};
