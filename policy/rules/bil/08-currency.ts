import { made } from "../../cases";
import { text } from "../../declared/resource";
import type { Rule } from "../../rule";

const estimate = (currency: string) =>
  made("estimate", { currency, amounts: { acme: { declared: "8.76" } } });

/** CloudKitty knows no currency: its numbers are what whoever reads them takes them for. */
export const currency: Rule = {
  id: "BIL-08",
  title: "All amounts are in one currency, by its code",
  severity: "medium",
  reason: "CloudKitty keeps numbers without a currency: two of them would be added up as one",
  sources: ["ISO 4217", "own"],
  remedy: "write the same code of ISO 4217 for all, such as EUR",
  checkStack: (stack) => {
    const all = stack.of("estimate");
    const first = all[0] && text(all[0], "currency");
    return all.flatMap((resource) => {
      const code = text(resource, "currency");
      if (code === undefined) return [];
      if (!Intl.supportedValuesOf("currency").includes(code)) {
        return [{ resource, found: `${code} is no currency` }];
      }
      return code === first ? [] : [{ resource, found: `${code} stands beside ${first}` }];
    });
  },
  cases: {
    passes: [{ of: "one currency", resources: { one: estimate("EUR"), other: estimate("EUR") } }],
    fails: [
      {
        of: "two, and none",
        resources: { one: estimate("EUR"), two: estimate("USD"), three: estimate("Euro") },
        finds: { two: ["USD stands beside EUR"], three: ["Euro is no currency"] },
      },
    ],
  },
};
