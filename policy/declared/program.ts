import { z } from "zod";
import type { Settings } from "../settings";
import type { Stack } from "./stack";

/**
 * Components by which a program of this library says what no resource shows: a peering that both tenants
 * agreed to, what tenants may cost and their budgets, and the names of Keystone's roles, which have random
 * ids. Policies on a whole stack see what
 * a component puts out.
 */
export const PEERING = "openstack-environment:tenant:Peering";
export const PRICING = "openstack-environment:billing:Pricing";
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

/** What a tenant's month may cost, in the currency, as text. */
const month = z.object({
  atMost: z.string(),
  budget: z.string().optional(),
  /** By the prices that come next, and since when. */
  next: z.object({ from: z.string(), atMost: z.string() }).optional(),
});
export type Month = z.output<typeof month>;

/** What tenants may cost, by their names. */
export function monthsOf(stack: Stack): Map<string, Month> {
  return new Map(
    stack.components(PRICING).flatMap(({ props }) => {
      const read = z.record(z.string(), month).safeParse(props.months);
      return read.success ? Object.entries(read.data) : [];
    }),
  );
}

const NO_DEMANDS = { dedicatedHosts: false, encryptedVolumes: false, signedImages: false };

/** What tenants asked for, with the budgets that the program has. */
function withBudgets(stack: Stack, { tenants }: Settings): Settings["tenants"] {
  const budgets = [...monthsOf(stack)].flatMap(([name, { budget }]) =>
    budget === undefined
      ? []
      : [[name, { budget: Number(budget), ...(tenants[name] ?? NO_DEMANDS) }] as const],
  );
  return { ...tenants, ...Object.fromEntries(budgets) };
}

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
    billing: settings.billing || stack.components(PRICING).length > 0,
    tenants: withBudgets(stack, settings),
    peerings: [
      ...settings.peerings,
      ...peerings.map(({ from, to, ...what }) => ({ from, to, allow: [what] })),
    ],
    roleIds: { ...Object.fromEntries(roleIds), ...settings.roleIds },
  };
}
