import { z } from "zod";

/** Layers that are read from another stack instead of being declared in this one. */
export const layersSchema = z
  .strictObject({
    cloud: z
      .strictObject({
        stack: z
          .string()
          .min(1)
          .describe(
            "The stack whose outputs hold the cloud, e.g. organization/openstack-environment/prod.",
          ),
      })
      .optional()
      .describe("Take the cloud from another stack: then only tenants are declared here."),
  })
  .meta({ description: "Layers that are read from another stack." });

export type Layers = z.output<typeof layersSchema>;
