/** The reference page up to its first table. */
export const INTRO = `# The cloudkitty provider

Prices through OpenStack CloudKitty, as a provider of this repository: \`providers/cloudkitty\`, written
for CloudKitty 22.0.0. It is named in \`Pulumi.yaml\`, so that both engines find it:

\`\`\`yaml
plugins:
  providers:
    - name: cloudkitty
      path: providers/cloudkitty
\`\`\`

\`\`\`ts
import * as cloudkitty from "./providers/cloudkitty/sdk";

const provider = new cloudkitty.Provider("rating", { authUrl, userName: "admin", password, projectName: "admin", caCert });
const options = { provider };
new cloudkitty.RatingModule("hashmap", { moduleId: "hashmap", priority: 50 }, options);
const uptime = new cloudkitty.HashmapGroup("uptime", { name: "uptime" }, options);
const instance = new cloudkitty.HashmapService("instance", { name: "instance" }, options);
const flavor = new cloudkitty.HashmapField("flavor", { serviceId: instance.id, name: "flavor_name" }, options);
new cloudkitty.HashmapMapping("small", { fieldId: flavor.id, value: "m1.small", cost: "0.02", groupId: uptime.id }, options);
\`\`\`

- **Numbers** are texts, compared as decimals: \`"0.020"\` is \`"0.02"\`. A JavaScript number such as \`0.2\` is
  taken as it is written; CloudKitty itself is never sent one, for it would keep 0.2000000000000000111.
- **When a price holds**: CloudKitty 22.0.0 keeps no dates with its rules. A change holds for every period
  that is not rated yet, and what is rated keeps its price; \`start\` and \`end\` are refused with these words.
  Where a later release knows them they are sent, and a rule that has begun is replaced by any change but
  of its \`end\`.
- **Price lists over time**: RateTimeline keeps in the state what CloudKitty does not. A version that has
  begun is refused to be changed, and one to begin in the past to be added, in the preview already. When
  the next version comes into force, all that was rated since it began is rated again, unless \`dated\` said
  that CloudKitty knew of it, by a script.
- **Price lists of tenants**: PlanTimeline keeps in the same way which list each tenant was, is and will be
  on. It is one for all tenants, and no part of the lists' own timelines: a list that nobody is on any more
  has none, and could not refuse that its last tenant leaves it for the past as well.
- **No duplicates**: CloudKitty takes a second price for the same value. The provider looks first, also
  before a change, and refuses what is there already; nothing is taken over silently. Only what a
  killed run of the embedded engine left of the same resource is taken up.
- **A change sends the whole rule**, for a tenant that is left out of it makes the price everybody's.
- **Deleting** a service or a field takes along all below it, and deleting a group leaves its prices in
  force without one. It is refused while others have something there, unless \`forceDestroy\` is set.
- **Deleting a module or a scope** puts back what it was before this resource.
- **Import** by id or by natural key: module \`hashmap\`; service \`instance\`; field \`instance/flavor_name\`;
  group \`uptime\`; mapping \`instance/flavor_name/m1.small@uptime:TENANT\`, of a whole service
  \`ip.floating@network\`; threshold \`volume.size/500@storage\` or \`SERVICE/FIELD/LEVEL@GROUP:TENANT\`; script
  by name; scope by the project's id. Group and tenant are left out where there are none. A \`/\`, \`@\`,
  \`:\` or \`%\` within a name is written \`%2F\`, \`%40\`, \`%3A\`, \`%25\`.
- **Scripts** are compiled and tried before they are posted, by the command \`python\` of the provider, for
  each hour of a week: a script that cannot be compiled stops rating for all, and one that fails stops it
  for the project. A broken one is refused with its line, in the preview already, and so is one that has more
  than 65,535 bytes when it is compressed, which is what the database takes. It is run with the rights of
  whoever runs Pulumi.
- **How prices combine**: within a group the largest flat price wins, rates multiply and the highest
  threshold reached wins; groups add up. A rate without a flat price in its group gives 0, so a tenant's
  discount is a mapping of type \`rate\` on field \`project_id\` in the group of the price.
- **A scope** is made by CloudKitty alone, when it meets a project in which its user has the role \`rating\`:
  ScopeState waits for it, five minutes or as long as \`customTimeouts\` says.
`;
