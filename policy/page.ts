import { FAMILIES, isStackRule, type Family, type Rule } from "./rule";

/** docs/policies.md, from the rules. */
export function policiesPage(rules: Rule[]): string {
  const families = (Object.keys(FAMILIES) as Family[]).flatMap((family) => {
    const own = rules.filter(({ id }) => id.startsWith(`${family}-`));
    return own.length === 0 ? [] : [familySection(family, own)];
  });
  return `${introduction(rules)}\n${families.join("\n")}`;
}

const introduction = (rules: Rule[]): string => `# The policies

<!-- Generated from the rules in policy/rules: change them there, then run
     node --import tsx policy/generate.ts -->

${rules.length} rules on the isolation between tenants of an OpenStack cloud, as a policy pack for Pulumi's CrossGuard.
They judge a program at its preview, before anything is made. What only an update can tell (an id, an
address that OpenStack chooses) is judged again in what came out of it, and the update fails then.

\`make up\` and \`make preview\` run them. Any other Pulumi program that uses \`@pulumi/openstack\` can, too:

    git clone <this repository> && (cd openstack-environment && npm ci)
    pulumi preview --policy-pack openstack-environment/policy

How they are enforced is the key \`openstack-environment:policy\` of the stack's configuration, described
in [environment.md](environment.md#policy). Levels are \`mandatory\`, \`advisory\` and \`disabled\`, for all
rules or one by one; a waiver lets one resource pass one rule until a date:

    openstack-environment:policy:
      levels: { all: mandatory, SG-13: advisory }
      waivers:
        - rule: SG-03
          resource: engineering-group-rule.operators.*
          owner: alice@example.com
          reason: Vendor's remote support during the migration
          expires: 2027-03-31

A waiver that has expired is a violation of WVR-01, one that lets nothing through of WVR-02.
`;

function familySection(family: Family, rules: Rule[]): string {
  return [
    `## ${family}: ${FAMILIES[family]}`,
    "",
    "| rule | what holds | severity | decided |",
    "|-|-|-|-|",
    ...rules.map(
      (rule) =>
        `| [${rule.id}](#${anchor(rule)}) | ${rule.title} | ${severity(rule)} | ${isStackRule(rule) ? "by the stack" : "by the resource"} |`,
    ),
    "",
    ...rules.flatMap(ruleSection),
  ].join("\n");
}

const severity = ({ severity, level }: Rule): string =>
  level === undefined || level === "mandatory" ? String(severity) : `${String(severity)}, ${level}`;

/** As Markdown's readers make it of a heading. */
const anchor = ({ id, title }: Rule): string =>
  `${id} ${title}`
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, "")
    .replaceAll(" ", "-");

function ruleSection({ id, title, reason, remedy, sources, cases }: Rule): string[] {
  const found = cases.fails.map(({ of, finds }) => {
    const [first = ""] = Object.values(finds).flat();
    return `  - ${of}: “${first}”`;
  });
  return [
    `### ${id} ${title}`,
    "",
    `- Why: ${reason}.`,
    `- Do: ${remedy}.`,
    `- Source: ${sources.join("; ")}.`,
    `- Kept by: ${cases.passes.map(({ of }) => of).join("; ")}.`,
    "- Found, for example:",
    ...found,
    "",
  ];
}
