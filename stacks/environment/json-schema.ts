import { z } from "zod";
import { settingsSchema } from "../../policy/settings";
import { billingSchema } from "./billing";
import { cloudSchema } from "./cloud";
import { siteSchema } from "./site";
import { tenantSchema } from "./tenant";

/** A JSON schema as far as the reference page reads it. */
export interface JsonSchema {
  [key: string]: unknown;
  description?: string;
  /** What is allowed, in words: not part of JSON schema, and not written to the file. */
  form?: string;
  type?: string;
  enum?: string[];
  default?: unknown;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

const FOLDER = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .describe("Folder with one file for each tenant, NAME.yaml, relative to the project."),
  })
  .meta({ description: "Tenants from a folder." });

const TENANTS = z
  .union([FOLDER, z.record(z.string(), tenantSchema)])
  .meta({ description: "The tenants by name, or { folder: PATH } with one file for each." });

/** The sections of an environment file with their schemas. */
export const SECTIONS = {
  site: siteSchema,
  cloud: cloudSchema,
  tenants: TENANTS,
  billing: billingSchema,
  policy: settingsSchema,
};

/** The JSON schema of one section, as people write it: defaults may be left out. */
export function sectionSchema(section: keyof typeof SECTIONS, keepForm = false): JsonSchema {
  return z.toJSONSchema(SECTIONS[section], {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => {
      if (keepForm) return;
      // Where nothing says what a value is for, its form is what an editor can show.
      const description = jsonSchema.description ?? (jsonSchema.form as string | undefined);
      jsonSchema.description = description?.replace(/ @default (.*)$/, " By default: $1.");
      delete jsonSchema.form;
    },
  }) as JsonSchema;
}

/** The JSON schema of `Pulumi.<environment>.yaml`, for completion in editors. */
export function environmentSchema(): JsonSchema {
  const properties = Object.fromEntries(
    (Object.keys(SECTIONS) as (keyof typeof SECTIONS)[]).map((section) => {
      const schema = sectionSchema(section);
      delete schema.$schema;
      return [`openstack-environment:${section}`, schema];
    }),
  );
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "An environment of openstack-environment",
    type: "object",
    properties: {
      config: {
        type: "object",
        description: "The stack's configuration.",
        properties,
        required: ["openstack-environment:site"],
      },
    },
    required: ["config"],
  };
}
