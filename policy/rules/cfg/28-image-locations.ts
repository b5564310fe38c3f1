import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";

const GLANCE = "/etc/glance/glance-api.conf";

export const imageLocations: Rule = onServices({
  id: "CFG-28",
  title: "Nobody changes where an image is kept",
  severity: "high",
  reason:
    "the owner of an image that others use may then put other data in its place, which nobody " +
    "compares with the checksum",
  sources: ["OSSN-0065"],
  remedy: "leave show_multiple_locations out: it is off by default",
  check: (deployment) =>
    inOslo(deployment, (config) =>
      config.isOn("DEFAULT", "show_multiple_locations")
        ? ["[DEFAULT] show_multiple_locations is on"]
        : [],
    ),
  cases: {
    passes: [
      {
        of: "the default",
        resources: { glance: service("glance", { [GLANCE]: "[DEFAULT]\nworkers = 1\n" }) },
      },
    ],
    fails: [
      {
        of: "locations for all",
        resources: {
          glance: service("glance", { [GLANCE]: "[DEFAULT]\nshow_multiple_locations = true\n" }),
        },
        finds: {
          glance: [`${GLANCE}: [DEFAULT] show_multiple_locations is on (on controller1)`],
        },
      },
    ],
  },
});
