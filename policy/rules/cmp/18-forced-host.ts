import { text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { instance } from "./cases";

const KEYS = ["availabilityZone", "availabilityZoneHints"];

export const forcedHost: Rule = {
  id: "CMP-18",
  title: "No machine names the host that it starts on",
  severity: "high",
  reason:
    "Nova asks none of its filters then: the machine also starts on hosts that were set apart for " +
    "another tenant",
  sources: [
    "Nova Administration Guide, Availability Zones: Using availability zones to select hosts",
  ],
  remedy: "name the zone alone; lead machines to hosts by a flavor and an aggregate",
  types: ["instance"],
  check: (resource) =>
    KEYS.flatMap((key) => {
      const zone = text(resource, key);
      return zone?.includes(":") ? [`${key} is ${zone}`] : [];
    }),
  cases: {
    passes: [{ of: "a zone", resources: instance({ availabilityZone: "nova" }) }],
    fails: [
      {
        of: "a host in a zone",
        resources: instance({ availabilityZone: "nova:compute1" }),
        finds: { machine: ["availabilityZone is nova:compute1"] },
      },
      {
        of: "a host as a hint",
        resources: instance({ availabilityZoneHints: "nova:compute1:compute1" }),
        finds: { machine: ["availabilityZoneHints is nova:compute1:compute1"] },
      },
    ],
  },
};
