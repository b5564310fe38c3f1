import { made, ref } from "../../cases";
import type { Rule } from "../../rule";
import { ACME, GLOBEX, SITE } from "./cases";
import { domainOf, findEach } from "./common";

export const localUserInLdapDomain: Rule = {
  id: "IAM-17",
  title: "Domains whose users come from LDAP have no local ones",
  severity: "high",
  reason:
    "a user that Keystone keeps itself stays when the directory locks the person out, and no second " +
    "factor of the directory stands before it",
  sources: ["Keystone Administrator Guides, Domain-specific configuration", "own"],
  remedy: "make the person a user of the directory, and a program a domain of its own",
  checkStack: (stack, { ldapDomains }) =>
    findEach(stack.of("user"), (user) => {
      const domain = domainOf(stack, user);
      if (domain === undefined || !ldapDomains.includes(domain.name)) return;
      return `it is in the domain ${domain.name}, whose users come from LDAP`;
    }),
  cases: {
    passes: [
      {
        of: "a user of another domain",
        settings: SITE,
        resources: GLOBEX,
      },
    ],
    fails: [
      {
        of: "a user of such a domain",
        settings: SITE,
        resources: {
          ...ACME,
          "acme-user": made("user", { name: "alice", domainId: ref("acme-domain") }),
        },
        finds: { "acme-user": ["it is in the domain acme-corp, whose users come from LDAP"] },
      },
    ],
  },
};
