import type { Declared } from "../../declared/resource";
import type { CaseValue, Rule } from "../../rule";
import { acmePort } from "./cases";

const binding = (values: { [key: string]: CaseValue }) => acmePort({ binding: values });

/** A value of a port's binding; undefined when it is absent, unknown or something else. */
export function bound({ props }: Declared, key: string): string | undefined {
  const { binding } = props;
  if (typeof binding !== "object" || binding === null) return undefined;
  const value = (binding as Record<string, unknown>)[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export const directPort: Rule = {
  id: "NET-32",
  title: "Every port goes through the host's switch",
  severity: "high",
  reason:
    "direct, macvtap and baremetal ports go past the switch that applies security groups: nothing " +
    "filters what reaches the machine, and little what it sends",
  sources: ["Neutron admin guide, SR-IOV (Known limitations)"],
  remedy:
    "leave binding.vnicType out (normal), or grant a waiver for machines that need the hardware",
  types: ["port"],
  check: (port) => {
    const type = bound(port, "vnicType");
    return type === undefined || type === "normal" ? [] : [`binding.vnicType is ${type}`];
  },
  cases: {
    passes: [
      { of: "the default", resources: acmePort() },
      { of: "what is said to be normal", resources: binding({ vnicType: "normal" }) },
    ],
    fails: [
      {
        of: "a function of a network card",
        resources: binding({ vnicType: "direct" }),
        finds: { vm: ["binding.vnicType is direct"] },
      },
    ],
  },
};
