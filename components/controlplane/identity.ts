import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { StepContent } from "../host";
import { internalAuthUrl } from "../service/common";
import type { Secrets } from "../service/secrets";
import type { Service, Site } from "../service/service";

const SCRIPT = "/usr/local/lib/openstack-environment/identity.py";
const WANTED = "/etc/keystone/openstack-environment-identity.json";

/**
 * What keeps somebody who guesses passwords from locking out those that run the cloud. Their passwords
 * are long and random. An option of each way in which Keystone can come to refuse a user.
 */
const NEVER_LOCKED = {
  ignore_lockout_failure_attempts: true,
  ignore_password_expiry: true,
  ignore_change_password_upon_first_use: true,
  ignore_user_inactivity: true,
};

/** What the identity service must hold: the Service domain, its users, and the catalogue. */
export function identityState(services: Service[], site: Site, secrets: Secrets) {
  const users = services.filter((service) => service.identity?.user);
  const urls = (port: number, path: string) => {
    const internal = `https://${site.vip.management}:${port}${path}`;
    return { public: `https://${site.vip.api}:${port}${path}`, internal, admin: internal };
  };
  return {
    url: `${internalAuthUrl(site)}/v3`,
    region: site.region,
    admin: {
      name: "admin",
      password: secrets.admin,
      project: "admin",
      domain: "Default",
      options: NEVER_LOCKED,
    },
    domains: [{ name: "Service", description: "Users of the cloud's own services" }],
    roles: ["service", "manager", "member", "reader"],
    projects: [{ name: "service", domain: "Service", description: "The cloud's own services" }],
    users: users.map(({ name }) => ({
      name,
      domain: "Service",
      project: "service",
      password: secrets.identity[name] ?? "",
      roles: ["admin", "service"],
      options: NEVER_LOCKED,
    })),
    services: services.flatMap((service) =>
      (service.identity?.endpoints ?? []).map(({ type, description, port, path }) => ({
        type,
        name: service.name,
        description,
        urls: urls(port, path),
      })),
    ),
  };
}

/** Registers the services with the identity service; the step runs on one controller. */
export const identityContent = (
  services: Service[],
  site: Site,
  secrets: Secrets,
): StepContent => ({
  packages: ["python3"],
  files: [
    { path: SCRIPT, content: readFileSync(join(__dirname, "identity.py"), "utf8") },
    {
      path: WANTED,
      content: JSON.stringify(identityState(services, site, secrets), null, 2),
      mode: "0400",
    },
  ],
  script: `python3 ${SCRIPT} ${WANTED}`,
});
