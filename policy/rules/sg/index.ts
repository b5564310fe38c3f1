import type { Rule } from "../../rule";
import { everyProtocol } from "./01-every-protocol";
import { mostPorts } from "./02-most-ports";
import { ssh } from "./03-ssh";
import { windows } from "./04-windows";
import { screens } from "./05-screens";
import { databases } from "./06-databases";
import { stores } from "./07-stores";
import { control } from "./08-control";
import { fileShares } from "./09-file-shares";
import { clearText } from "./10-clear-text";
import { amplifiers } from "./11-amplifiers";
import { tunnels } from "./12-tunnels";
import { icmp } from "./13-icmp";
import { sourceNat } from "./14-source-nat";
import { remoteGroup } from "./15-remote-group";
import { sharedGroup } from "./16-shared-group";
import { ruleOfAnother } from "./17-rule-of-another";
import { groupOfAnother } from "./18-group-of-another";
import { defaultLoosened } from "./19-default-loosened";
import { defaultOnly } from "./20-default-only";
import { egressToInfrastructure } from "./21-egress-to-infrastructure";
import { ingressFromInfrastructure } from "./22-ingress-from-infrastructure";
import { egressWithoutEffect } from "./23-egress-without-effect";
import { groupDescription } from "./24-group-description";
import { ruleDescription } from "./25-rule-description";
import { computeGroups } from "./26-compute-groups";

/** Security groups. */
export const SG: Rule[] = [
  everyProtocol,
  mostPorts,
  ssh,
  windows,
  screens,
  databases,
  stores,
  control,
  fileShares,
  clearText,
  amplifiers,
  tunnels,
  icmp,
  sourceNat,
  remoteGroup,
  sharedGroup,
  ruleOfAnother,
  groupOfAnother,
  defaultLoosened,
  defaultOnly,
  egressToInfrastructure,
  ingressFromInfrastructure,
  egressWithoutEffect,
  groupDescription,
  ruleDescription,
  computeGroups,
];
