import type { Rule } from "../../rule";
import { flavor } from "./cases";
import { entries } from "./common";

export const pciPassthrough: Rule = {
  id: "CMP-03",
  title: "No flavor hands a host's device to machines",
  severity: "high",
  reason:
    "a machine that owns a device can read the host's memory where the IOMMU is off, and can leave " +
    "changed firmware in it for the next tenant",
  sources: [
    "OpenStack Security Guide, Hardening the virtualization layers: Physical hardware (PCI passthrough)",
  ],
  remedy:
    "take virtual devices; where a tenant needs the device, waive this with how it is cleaned",
  types: ["flavor"],
  check: (resource) =>
    entries(resource, "extraSpecs")
      .filter(([key]) => key === "pci_passthrough:alias")
      .map(([key, value]) => `${key} is ${String(value)}`),
  cases: {
    passes: [{ of: "virtual devices", resources: flavor({ "hw_rng:allowed": "True" }) }],
    fails: [
      {
        of: "a graphics card",
        resources: flavor({ "pci_passthrough:alias": "a100:1" }),
        finds: { flavor: ["pci_passthrough:alias is a100:1"] },
      },
    ],
  },
};
