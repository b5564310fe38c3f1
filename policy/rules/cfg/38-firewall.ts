import type { Rule } from "../../rule";
import { inContents, onServices, service } from "./common";

const PATH = "/etc/openstack-environment/firewall.nft";

interface Chain {
  policy: string;
  /** Its rules, with `#` comments and counters left out. */
  rules: string[];
}

/** Chains of nftables that see what comes in. */
function inputChains(text: string): Chain[] {
  const chains: Chain[] = [];
  let chain: Chain | undefined;
  for (const line of text.split("\n").map((one) => one.replace(/#.*$/, "").trim())) {
    if (/^chain\b.*\{$/.test(line)) chain = undefined;
    const hook = /^type filter hook input\b.*?(?:policy (\w+))?;?$/.exec(line);
    if (hook !== null) {
      chain = { policy: hook[1] ?? "accept", rules: [] };
      chains.push(chain);
    } else if (line === "}") chain = undefined;
    else if (line !== "") chain?.rules.push(line);
  }
  return chains;
}

/** A rule that lets in all that comes by a device, or all there is. Those of no network of the site are spared. */
const isOpen = (rule: string): boolean =>
  /^(iifname (?!!=)(\{[^}]*\}|\S+) )?(counter )?accept\b/.test(rule) &&
  !/^iifname "?lo"?\s/.test(rule);

export const firewall: Rule = onServices({
  id: "CFG-38",
  title: "A host's firewall drops what no service names",
  severity: "high",
  reason:
    "each port that a package opens by itself is then reached from every network of the site, the " +
    "tenants' one and the one where their people come in among them",
  sources: ["OpenStack Security Guide, Management interfaces", "own"],
  remedy:
    "end the input chain with drop (or give it policy drop), and name each port that is let in",
  check: (hosts) =>
    inContents(hosts, /\/(firewall|nftables)\.(nft|conf|rules)$/, (text) => {
      const chains = inputChains(text);
      if (chains.length === 0) return ["no chain looks at what comes in"];
      const drops = chains.some(
        ({ policy, rules }) =>
          policy === "drop" || /^(counter )?(drop|reject)\b/.test(rules.at(-1) ?? ""),
      );
      return [
        ...(drops ? [] : ["what no rule names is let in"]),
        ...chains
          .flatMap(({ rules }) => rules)
          .filter(isOpen)
          .map((rule) => `all is let in by "${rule}"`),
      ];
    }),
  cases: {
    passes: [
      {
        of: "ports by name, and drop at the end",
        resources: {
          host: service("host", {
            [PATH]: `table inet site {
  chain input {
    type filter hook input priority filter; policy accept;
    iifname != { "mgmt0" } accept
    ct state established,related accept
    iifname { "mgmt0" } tcp dport 22 accept comment "ssh"
    drop
  }
}
`,
          }),
          other: service("host", {
            "/etc/nftables.conf":
              'chain in {\n  type filter hook input priority 0; policy drop;\n  iifname "lo" accept\n}\nchain out {\n  accept\n}\n',
          }),
        },
      },
    ],
    fails: [
      {
        of: "a chain that lets in all that is left, and all of one network",
        resources: {
          host: service("host", {
            [PATH]:
              'chain input {\n  type filter hook input priority filter; policy accept;\n  iifname { "ten0" } accept\n  tcp dport 22 drop\n}\n',
          }),
          none: service("host", { [PATH]: "table inet site {\n}\n" }),
        },
        finds: {
          host: [
            `${PATH}: what no rule names is let in (on controller1)`,
            `${PATH}: all is let in by "iifname { "ten0" } accept" (on controller1)`,
          ],
          none: [`${PATH}: no chain looks at what comes in (on controller1)`],
        },
      },
    ],
  },
});
