import type { Mistake } from "../mistakes";
import type { TenantSettings } from "../tenant";

/** Projects and users that every cloud has in the Default domain. */
const TAKEN = ["admin", "service", "demo"];
/** Domains that the cloud has for itself. */
const TAKEN_DOMAINS = ["default", "service", "heat"];

/** What does not fit together between tenants: they may share addresses, but no name. */
export function checkTenants(tenants: ReadonlyMap<string, TenantSettings>): Mistake[] {
  const domains = new Map<string, string>();
  const users = new Map<string, string>();
  const mistakes: Mistake[] = [];
  for (const [name, tenant] of tenants) {
    const { domain } = tenant;
    const path = `tenants.${name}`;
    if (domain === "Default") {
      if (TAKEN.includes(name)) {
        mistakes.push({
          path,
          problem: "has the name of a project that the cloud has for itself",
          found: name,
          allowed: `any name but ${TAKEN.join(", ")} in the Default domain`,
          advice: "rename the tenant, or give it a domain of its own",
        });
      }
      for (const user of Object.keys(tenant.users)) {
        const other = TAKEN.includes(user) ? "the cloud itself" : users.get(user);
        if (other === undefined) users.set(user, path);
        else {
          mistakes.push({
            path: `${path}.users.${user}`,
            problem: `is a user name that ${other} has in the Default domain`,
            found: user,
            allowed: "a user name that is used once in a domain",
            advice: "rename the user, or give the tenant a domain of its own",
          });
        }
      }
      continue;
    }
    const other = TAKEN_DOMAINS.includes(domain) ? "the cloud itself" : domains.get(domain);
    if (other === undefined) domains.set(domain, path);
    else {
      mistakes.push({
        path: `${path}.domain`,
        problem: `is the domain of ${other}`,
        found: domain,
        allowed: "a domain of the tenant's own, or Default",
        advice: `choose another, for example ${name === domain ? `${name}-2` : name}`,
      });
    }
  }
  return mistakes;
}
