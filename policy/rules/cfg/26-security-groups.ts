import type { Rule } from "../../rule";
import { inOslo, onServices, service } from "./common";

const AGENT = "/etc/neutron/plugins/ml2/openvswitch_agent.ini";
const ML2 = "/etc/neutron/plugins/ml2/ml2_conf.ini";

export const securityGroups: Rule = onServices({
  id: "CFG-26",
  title: "Agents enforce security groups",
  severity: "critical",
  reason:
    "without a firewall driver every security group is accepted and none has any effect: all ports " +
    "of all machines are open, and a machine may send with another's address",
  sources: [
    "OpenStack Security Guide, Security services for instances",
    "Neutron configuration reference, securitygroup",
  ],
  remedy: "write firewall_driver = openvswitch in [securitygroup] of each agent",
  check: (deployment) =>
    inOslo(
      deployment,
      (config, { path }) => {
        const driver = config.get("securitygroup", "firewall_driver");
        return [
          ...(config.isOff("securitygroup", "enable_security_group")
            ? ["[securitygroup] enable_security_group is off"]
            : []),
          // Left out it is the driver that does nothing.
          ...(path.endsWith("_agent.ini") && (driver === undefined || /noop/i.test(driver))
            ? [`[securitygroup] firewall_driver is ${driver ?? "left out"}`]
            : []),
        ];
      },
      /^\/etc\/neutron\/plugins\/ml2\/.*\.ini$/,
    ),
  cases: {
    passes: [
      {
        of: "a driver on the agent",
        resources: {
          agent: service("agent", {
            [AGENT]: "[securitygroup]\nfirewall_driver = openvswitch\n",
            [ML2]: "[securitygroup]\nenable_security_group = true\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "an agent without a driver, and groups switched off",
        resources: {
          agent: service("agent", {
            [AGENT]: "[ovs]\ntunnel_bridge = br-tun\n",
            [ML2]: "[securitygroup]\nenable_security_group = False\n",
          }),
          other: service("agent", { [AGENT]: "[SECURITYGROUP]\nfirewall_driver = noop\n" }),
        },
        finds: {
          agent: [
            `${AGENT}: [securitygroup] firewall_driver is left out (on controller1)`,
            `${ML2}: [securitygroup] enable_security_group is off (on controller1)`,
          ],
          other: [`${AGENT}: [securitygroup] firewall_driver is noop (on controller1)`],
        },
      },
    ],
  },
});
