import type { Rule } from "../../rule";
import { onServices } from "./common";
import { dashboard, inDashboard, inSettings } from "./horizon";

const AUTOCOMPLETE = 'HORIZON_CONFIG["password_autocomplete"]';
const REVEAL = 'HORIZON_CONFIG["disable_password_reveal"]';

export const dashboardPasswords: Rule = onServices({
  id: "CFG-33",
  title: "The dashboard keeps, shows and changes no password without asking",
  severity: "low",
  reason:
    "who finds an administrator's browser open could otherwise set another user's password, and " +
    "who looks over a shoulder reads one",
  sources: ["OpenStack Security Guide, Check-Dashboard-07, Check-Dashboard-08, Check-Dashboard-09"],
  remedy: `write ENFORCE_PASSWORD_CHECK = True and ${REVEAL} = True`,
  check: (deployment) =>
    inDashboard(deployment, (settings) => [
      ...(/^["']on["']$/.test(settings.get(AUTOCOMPLETE) ?? "") ? [`${AUTOCOMPLETE} is on`] : []),
      // Both are off by default.
      ...[REVEAL, "ENFORCE_PASSWORD_CHECK"]
        .filter((name) => settings.get(name) !== "True")
        .map((name) => `${name} is ${settings.get(name) ?? "left out"}`),
    ]),
  cases: {
    passes: [
      {
        of: "an administrator who is asked",
        resources: {
          horizon: dashboard(
            "ENFORCE_PASSWORD_CHECK = True\nHORIZON_CONFIG['disable_password_reveal'] = True\n",
          ),
        },
      },
    ],
    fails: [
      {
        of: "Horizon's own defaults, and passwords that browsers keep",
        resources: { horizon: dashboard('HORIZON_CONFIG["password_autocomplete"] = "on"\n') },
        finds: {
          horizon: [
            inSettings(`${AUTOCOMPLETE} is on`),
            inSettings(`${REVEAL} is left out`),
            inSettings("ENFORCE_PASSWORD_CHECK is left out"),
          ],
        },
      },
    ],
  },
});
