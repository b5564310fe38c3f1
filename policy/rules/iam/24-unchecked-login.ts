import { made } from "../../cases";
import { nameOf, text } from "../../declared/resource";
import type { Rule } from "../../rule";

/** Providers get their configuration as text. */
const isTrue = (value: unknown): boolean => value === true || value === "true";

export const uncheckedLogin: Rule = {
  id: "IAM-24",
  title: "Every login of the program checks whom it talks to",
  severity: "critical",
  reason:
    "without a check of the certificate, or without TLS, whoever is in between reads the " +
    "administrator's password and token; with its log on they end up in files",
  sources: ["OpenStack Security Guide, Check-Identity-03", "scs-0125-v1, Secure Connections"],
  remedy: "give cacertFile instead of insecure, an authUrl with https://, and no enableLogging",
  checkStack: (stack) =>
    stack.components("pulumi:providers:openstack").flatMap((resource) => {
      const { insecure, enableLogging } = resource.props;
      const url = text(resource, "authUrl");
      const found = [
        ...(isTrue(insecure) ? ["insecure is true"] : []),
        ...(url !== undefined && /^http:/i.test(url) ? [`authUrl is ${url}`] : []),
        ...(isTrue(enableLogging) ? ["enableLogging is true"] : []),
      ];
      return found.map((text) => ({ resource, found: `provider ${nameOf(resource)}: ${text}` }));
    }),
  cases: {
    passes: [
      {
        of: "a login with a certificate authority",
        resources: {
          login: made("pulumi:providers:openstack", {
            authUrl: "https://10.0.1.10:5000/v3",
            cacertFile: "ca.pem",
            insecure: false,
          }),
        },
      },
    ],
    fails: [
      {
        of: "a login that checks nothing",
        resources: {
          login: made("pulumi:providers:openstack", {
            authUrl: "http://10.0.1.10:5000/v3",
            insecure: true,
            enableLogging: true,
          }),
        },
        finds: {
          login: [
            "provider login: insecure is true",
            "provider login: authUrl is http://10.0.1.10:5000/v3",
            "provider login: enableLogging is true",
          ],
        },
      },
    ],
  },
};
