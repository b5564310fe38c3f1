import type { CaseValue, Rule } from "../../rule";
import { bound } from "./32-direct-port";
import { acmePort } from "./cases";

const binding = (values: { [key: string]: CaseValue }) => acmePort({ binding: values });

export const portBinding: Rule = {
  id: "NET-33",
  title: "No port says which host or device it is bound to",
  severity: "medium",
  reason:
    "Neutron believes the binding: a host that is named makes the port's network appear there, and a " +
    "profile picks a device or tells the card to trust its machine",
  sources: ["Neutron API reference, Ports (binding attributes are for administrators)", "own"],
  remedy: "leave hostId and profile out: Nova sets them where the machine is started",
  types: ["port"],
  check: (port) =>
    ["hostId", "profile"].flatMap((key) => {
      const value = bound(port, key);
      return value === undefined || value === "{}" ? [] : [`binding.${key} is ${value}`];
    }),
  cases: {
    passes: [
      { of: "the default", resources: acmePort() },
      { of: "a type only", resources: binding({ vnicType: "normal", profile: "{}" }) },
    ],
    fails: [
      {
        of: "a host",
        resources: binding({ hostId: "compute1" }),
        finds: { vm: ["binding.hostId is compute1"] },
      },
      {
        of: "a card that trusts the machine",
        resources: binding({ profile: '{"trusted":"true"}' }),
        finds: { vm: ['binding.profile is {"trusted":"true"}'] },
      },
    ],
  },
};
