import type { Rule } from "../../rule";
import { onServices } from "./common";
import { dashboard, inDashboard, inSettings } from "./horizon";

export const dashboardFrames: Rule = onServices({
  id: "CFG-32",
  title: "The dashboard is shown in no other page, and knows that it has TLS",
  severity: "medium",
  reason:
    "a page that frames the dashboard has users click what they do not see; one that takes itself " +
    "for plain HTTP writes links that lead out of TLS",
  sources: ["OpenStack Security Guide, Check-Dashboard-03, Check-Dashboard-11"],
  remedy:
    'write SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https"), and leave ' +
    "DISALLOW_IFRAME_EMBED out",
  check: (deployment) =>
    inDashboard(deployment, (settings) => [
      ...(settings.get("DISALLOW_IFRAME_EMBED") === "False"
        ? ["DISALLOW_IFRAME_EMBED is False"]
        : []),
      ...(/HTTP_X_FORWARDED_PROTO.*https/.test(settings.get("SECURE_PROXY_SSL_HEADER") ?? "")
        ? []
        : [`SECURE_PROXY_SSL_HEADER is ${settings.get("SECURE_PROXY_SSL_HEADER") ?? "left out"}`]),
    ]),
  cases: {
    passes: [
      {
        of: "the header of the load balancer",
        resources: {
          horizon: dashboard("SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')\n"),
        },
      },
    ],
    fails: [
      {
        of: "frames, and no header",
        resources: { horizon: dashboard("DISALLOW_IFRAME_EMBED = False\n") },
        finds: {
          horizon: [
            inSettings("DISALLOW_IFRAME_EMBED is False"),
            inSettings("SECURE_PROXY_SSL_HEADER is left out"),
          ],
        },
      },
    ],
  },
});
