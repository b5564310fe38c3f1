import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { z } from "zod";

import type { Properties } from "../../types";
import { toStruct } from "../values/struct";

const LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const;
const level = z.enum(LEVELS);
const schema = z.record(
  z.string(),
  z.union([level, z.object({ enforcementLevel: level.optional() }).catchall(z.json())]),
);

/**
 * A pack's configuration: what it comes with, with what the operator sets on top. `all` stands for
 * every policy, as far as its level goes.
 * @param source where the configuration is from, for messages
 * @throws Error that names a policy that is not in the pack, or a level that there is none of
 */
export function policyConfiguration(
  info: proto.AnalyzerInfo,
  config: unknown,
  source: string,
): proto.ConfigureAnalyzerRequest {
  const parsed = schema.safeParse(config);
  if (!parsed.success) {
    throw new Error(
      `The policy configuration ${source} is wrong:\n${z.prettifyError(parsed.error)}\n` +
        `A policy has a level (${LEVELS.join(", ")}) or an object with "enforcementLevel" and ` +
        "the policy's own properties.",
    );
  }
  const names = info.getPoliciesList().map((policy) => policy.getName());
  const unknown = Object.keys(parsed.data).filter(
    (name) => name !== "all" && !names.includes(name),
  );
  if (unknown.length > 0) {
    throw new Error(
      `The policy configuration ${source} names ${unknown.join(", ")}, which the policy pack ` +
        `${info.getName()} does not have. It has: ${["all", ...names].join(", ")}.`,
    );
  }
  const request = new proto.ConfigureAnalyzerRequest();
  for (const policy of info.getPoliciesList()) {
    const name = policy.getName();
    const initial = info.getInitialconfigMap().get(name);
    const set = [parsed.data.all, parsed.data[name]].map((item) =>
      typeof item === "string" ? { enforcementLevel: item } : (item ?? {}),
    );
    const { enforcementLevel, ...properties } = Object.assign({}, ...set) as Properties;
    const found = LEVELS.findIndex((known) => known === enforcementLevel);
    const own = initial?.getProperties()?.toJavaScript() ?? {};
    const given = { ...own, ...properties };
    request
      .getPolicyconfigMap()
      .set(
        name,
        new proto.PolicyConfig()
          .setEnforcementlevel(
            found >= 0
              ? enforcement(found)
              : (initial?.getEnforcementlevel() ?? policy.getEnforcementlevel()),
          )
          .setProperties(toStruct(validated(policy, given, source))),
      );
  }
  return request;
}

type Schema = Exclude<Parameters<typeof z.fromJSONSchema>[0], boolean>;

/** A policy's properties as its schema has them, defaults filled in. */
function validated(policy: proto.PolicyInfo, given: Properties, source: string): Properties {
  const declared = policy.getConfigschema();
  if (declared === undefined) return given;
  const properties = declared.getProperties()?.toJavaScript() ?? {};
  const required = declared.getRequiredList();
  const jsonSchema = { type: "object", properties, required } as Schema;
  const parsed = z.fromJSONSchema(jsonSchema).safeParse(given);
  if (parsed.success) return parsed.data as Properties;
  throw new Error(
    `The policy configuration ${source} does not fit policy ${policy.getName()}:\n` +
      z.prettifyError(parsed.error),
  );
}

function enforcement(index: number): proto.EnforcementLevel {
  const levels = [
    proto.EnforcementLevel.ADVISORY,
    proto.EnforcementLevel.MANDATORY,
    proto.EnforcementLevel.DISABLED,
    proto.EnforcementLevel.REMEDIATE,
  ];
  return levels[index] ?? proto.EnforcementLevel.MANDATORY;
}
