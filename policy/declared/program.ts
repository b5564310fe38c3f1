import { z } from "zod";
import type { Settings } from "../settings";
import type { Stack } from "./stack";

/**
 * Components by which a program of this library says what no resource shows: a peering that both tenants
 * agreed to, and the names of Keystone's roles, which have random ids. Policies on a whole stack see what
 * a component puts out.
 */
export const PEERING = "openstack-environment:tenant:Peering";
export const ROLES = "openstack-environment:tenant:KeystoneRoles";

const peering = z.object({
  allow: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      protocol: z.string(),
      ports: z.object({ min: z.number(), max: z.number() }).optional(),
    }),
  ),
});

/** The settings with what the program says beside those in its configuration. */
export function withProgram(stack: Stack, settings: Settings): Settings {
  const peerings = stack.components(PEERING).flatMap(({ props }) => {
    const read = peering.safeParse(props);
    return read.success ? read.data.allow : [];
  });
  const roleIds = stack.components(ROLES).flatMap(({ props }) =>
    // Before the cloud stands they are not known.
    Object.entries((props.roleIds ?? {}) as Record<string, unknown>).filter(
      (role): role is [string, string] => typeof role[1] === "string",
    ),
  );
  return {
    ...settings,
    peerings: [
      ...settings.peerings,
      ...peerings.map(({ from, to, ...what }) => ({ from, to, allow: [what] })),
    ],
    roleIds: { ...Object.fromEntries(roleIds), ...settings.roleIds },
  };
}
