import { z } from "zod";
import type { Settings } from "../settings";
import type { Stack } from "./stack";

/** The component by which a program of this library declares a peering, once both tenants agreed to it. */
export const PEERING = "openstack-environment:tenant:Peering";

const shown = z.object({
  allow: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      protocol: z.string(),
      ports: z.object({ min: z.number(), max: z.number() }).optional(),
    }),
  ),
});

/** The settings with the peerings that the program declares beside those in its configuration. */
export function withDeclaredPeerings(stack: Stack, settings: Settings): Settings {
  const declared = stack.components(PEERING).flatMap(({ props }) => {
    const read = shown.safeParse(props);
    return read.success ? read.data.allow : [];
  });
  if (declared.length === 0) return settings;
  return {
    ...settings,
    peerings: [
      ...settings.peerings,
      ...declared.map(({ from, to, ...what }) => ({ from, to, allow: [what] })),
    ],
  };
}
