import { PRICING } from "../../../policy/declared/program";
import type { CaseResource, CaseValue } from "../../../policy/rule";
import type { Settings } from "../../../policy/settings";
import { nameOf, PROVIDER, Stack, type Item } from "../../unit/engine-core/harness";
import { isRef, tokenOf } from "./view";

/** What a policy said: the rule, the resource's name ("" for the stack as a whole), and the message. */
export interface Said {
  rule: string;
  resource: string;
  level: string;
  message: string;
}

/** The resources of a case as the scripted program takes them, their names with a prefix. */
export function itemsOf(resources: Record<string, CaseResource>, prefix: string): Item[] {
  const input = (value: CaseValue): unknown => {
    if (typeof value !== "object") return value;
    if (isRef(value)) return { $get: `${prefix}${value.ref}#${value.output ?? "id"}` };
    if (Array.isArray(value)) return value.map(input);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, input(item)]));
  };
  return Object.entries(resources).map(([name, { type, props, provider }]): Item => {
    const token = tokenOf(type);
    const own = token.startsWith("pulumi:providers:");
    return {
      name: `${prefix}${name}`,
      kind: own ? "provider" : /^(openstack|cloudkitty):/.test(token) ? "thing" : "component",
      type: own ? token.slice("pulumi:providers:".length) : token,
      inputs: input(props) as Record<string, unknown>,
      // What a component says to rules on a stack are its outputs.
      ...(token === PRICING && { outputs: input(props) as Record<string, unknown> }),
      options: provider === undefined ? {} : { provider: `${prefix}${provider}` },
    };
  });
}

/** A stack of a program with the policy pack, whose providers take everything. */
export async function judge(
  command: "preview" | "up",
  items: Item[],
  settings: Partial<Settings> = {},
): Promise<{ said: Said[]; failed: boolean; told: string[]; made: string[] }> {
  const stack = new Stack();
  // What the fixture needs to know; a provider of the program's own is not configured by the stack.
  const configured = items.map((item) =>
    item.kind === "provider" ? { ...item, inputs: { ...item.inputs, folder: stack.folder } } : item,
  );
  const ran = await stack.run(command, configured, {
    policyPacks: [{ path: "../../../../policy" }],
    project: {
      name: "scripted",
      main: "index.ts",
      nodeargs: ["--import", "tsx"],
      providers: ["openstack", "cloudkitty"].map((name) => ({ name, path: PROVIDER })),
    },
    config: {
      "openstack:folder": stack.folder,
      "cloudkitty:folder": stack.folder,
      "openstack-environment:policy": JSON.stringify(settings),
    },
  });
  const said = ran.events.flatMap((event): Said[] =>
    event.kind === "policy-violation"
      ? [
          {
            rule: event.policy,
            resource: event.urn?.split("::").at(-1) ?? "",
            level: event.level,
            message: event.message,
          },
        ]
      : [],
  );
  const made = stack.deployment.resources.map(({ urn }) => nameOf(urn));
  return { said, failed: ran.failed, told: ran.told, made };
}
