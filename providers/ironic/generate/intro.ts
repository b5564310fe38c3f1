/** The reference page up to its first table. */
export const INTRO = `# The ironic provider

Bare metal through OpenStack Ironic, as a provider of this repository: \`providers/ironic\`. It is
named in \`Pulumi.yaml\`, so that both engines find it:

\`\`\`yaml
plugins:
  providers:
    - name: ironic
      path: providers/ironic
\`\`\`

\`\`\`ts
import * as ironic from "./providers/ironic/sdk";

const provider = new ironic.Provider("seed", { endpoint, userName: "admin", password, caCert });
const node = new ironic.Node(
  "rack1-host1",
  { driver: "redfish", driverInfo: { redfish_address: "https://10.0.0.70", redfish_username, redfish_password } },
  { provider },
);
new ironic.Deployment("host1", { nodeUuid: node.uuid, imageSource, imageChecksum, configDrive }, { provider });
\`\`\`

- **What a change does** stands with each property. A **redeployment** undeploys the host, cleans its
  machine and deploys it anew: Pulumi shows it as a replacement, and \`protect\` stops it.
- **A run that was killed or failed** is taken up by the next: what it made is found by its mark
  (\`pulumi_urn\`) and the node's state is looked at before anything is asked of it. From \`clean failed\`,
  \`inspect failed\`, \`adopt failed\`, \`deploy failed\` and \`error\` the documented verb is tried once.
- **Manual cleaning** (Node, \`cleanSteps\`) is begun from \`manageable\` by whatever makes the machine
  available, the Node or its Deployment. Where it stands is kept with the node (\`pulumi_cleaned\`): what
  a killed run began and Ironic has finished is not done again.
- **Import** by name or UUID: \`import: "rack1-host1"\`. A password that Ironic shows masked is no
  difference.
- **Out of reach** (Deployment): where Ironic has put a node into maintenance, for it did not reach the
  machine's controller (fault \`power failure\`), or somebody else has, deleting its deployment lets the host
  go: the machine is neither switched off nor cleaned, and a warning says so. The node can be deleted then.
- **Powered on** (Deployment): a machine that is on, and to which this Ironic has deployed nothing, is neither
  cleaned nor installed, for it may be somebody's host: adopt it, or switch it off.
- **Adopt** (Deployment): a host that runs and that Ironic does not know yet is taken over without a
  reboot. Its Node has \`provisionState: "manageable"\`, for becoming available may clean the machine.
- **Debian's ironic 29.0.5** makes a node its own parent with each change of the node, and nothing in
  the API undoes that, \`remove /parent_node\` neither. Power actions of such a node fail, so the provider
  sets \`driver_info/has_dedicated_power_supply\`, with which they work, and says so. Allocations, Ironic's
  power checks, its timeouts and its clearing up after a crash pass such a node over until Ironic is
  mended, as a seed's is (\`components/metal/mend-ironic.sh\`).
`;
