import type { Rule } from "../../rule";
import { onServices } from "./common";
import { dashboard, inDashboard, inSettings } from "./horizon";

export const dashboardCookies: Rule = onServices({
  id: "CFG-30",
  title: "The dashboard's cookies go over TLS only, and scripts do not see them",
  severity: "high",
  reason:
    "the session's cookie is the session: a link with http:// has the browser send it in the clear, " +
    "and a script in a page reads it",
  sources: ["OpenStack Security Guide, Check-Dashboard-04, Check-Dashboard-05, Check-Dashboard-06"],
  remedy: "write CSRF_COOKIE_SECURE = True and SESSION_COOKIE_SECURE = True",
  check: (deployment) =>
    inDashboard(deployment, (settings) => [
      // Both are off by default.
      ...["CSRF_COOKIE_SECURE", "SESSION_COOKIE_SECURE"]
        .filter((name) => settings.get(name) !== "True")
        .map((name) => `${name} is ${settings.get(name) ?? "left out"}`),
      ...(settings.get("SESSION_COOKIE_HTTPONLY") === "False"
        ? ["SESSION_COOKIE_HTTPONLY is False"]
        : []),
    ]),
  cases: {
    passes: [
      {
        of: "secure cookies",
        resources: {
          horizon: dashboard("CSRF_COOKIE_SECURE = True\nSESSION_COOKIE_SECURE = True  # TLS\n"),
        },
      },
    ],
    fails: [
      {
        of: "cookies for all",
        resources: {
          horizon: dashboard(
            "CSRF_COOKIE_SECURE = False\nSESSION_COOKIE_HTTPONLY = False\n# SESSION_COOKIE_SECURE = True\n",
          ),
        },
        finds: {
          horizon: [
            inSettings("CSRF_COOKIE_SECURE is False"),
            inSettings("SESSION_COOKIE_SECURE is left out"),
            inSettings("SESSION_COOKIE_HTTPONLY is False"),
          ],
        },
      },
    ],
  },
});
