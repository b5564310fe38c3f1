import type { Rule } from "../../rule";
import { flavor } from "./cases";
import { entries } from "./common";

/** Extra specs that lead to certain hosts or devices. */
const SPECIAL =
  /^(aggregate_instance_extra_specs:|trait:|resources\d*:(CUSTOM_|VGPU|PGPU)|pci_passthrough:)/;

export const publicSpecialFlavor: Rule = {
  id: "CMP-02",
  title: "A flavor that leads to certain hosts or devices is not for everybody",
  severity: "high",
  reason:
    "hosts that were set apart, or a device that only one tenant was to have, are open to every " +
    "tenant through it",
  sources: [
    "Nova Administration Guide, Host aggregates",
    "OpenStack Security Guide, Hardening the virtualization layers: Physical hardware",
  ],
  remedy:
    "leave isPublic out (or false), and declare a FlavorAccess for the tenants it is meant for",
  types: ["flavor"],
  check: (resource) =>
    resource.props.isPublic === true
      ? entries(resource, "extraSpecs")
          .filter(([key]) => SPECIAL.test(key))
          .map(([key]) => `it is public and has ${key}`)
      : [],
  cases: {
    passes: [
      {
        of: "one for certain tenants",
        resources: flavor({ "aggregate_instance_extra_specs:tenant": "acme" }),
      },
      {
        of: "a public one for any host",
        resources: flavor({ "hw:cpu_sockets": "1" }, { isPublic: true }),
      },
    ],
    fails: [
      {
        of: "hosts and a device for everybody",
        resources: flavor(
          {
            "aggregate_instance_extra_specs:tenant": "acme",
            "trait:CUSTOM_GPU": "required",
          },
          { isPublic: true },
        ),
        finds: {
          flavor: [
            "it is public and has aggregate_instance_extra_specs:tenant",
            "it is public and has trait:CUSTOM_GPU",
          ],
        },
      },
    ],
  },
};
