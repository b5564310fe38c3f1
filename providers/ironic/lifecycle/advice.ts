import type { ApiNode } from "../api/node";

/**
 * What Ironic says where something is wrong with a machine's management controller (BMC), and what
 * there is to do about it. The first that fits counts: a certificate that is not trusted, say, is told
 * as a connection that failed, too.
 */
const KNOWN: readonly (readonly [RegExp, string])[] = [
  [
    /certificate verify failed/i,
    "Its certificate is not of the authority in redfish_verify_ca: give it one that is, or name its own authority there.",
  ],
  [
    /returned code 40[13]\b|Unauthorized|AccessError/,
    "It refuses the user or the password in driver_info: correct them.",
  ],
  [
    /InsertMedia|VirtualMedia/,
    "It has to fetch media from Ironic's host: look at its own log, and whether it reaches that host and port.",
  ],
  [
    /Failed to (?:set|change) .*power|power state.*time ?out|PowerStateFailure/i,
    "It takes the command and the machine does not follow: look at its own log, then cut the machine's power and restore it.",
  ],
  [
    /returned code 5\d\d\b/,
    "It answers with an error of its own: look at its own log, and restart it if that is all it does.",
  ],
  [
    /Unable to connect to|Connection (?:refused|aborted|reset)|timed out/i,
    "Ironic's host gets no answer of it: look at its cable, its address and whether its web server runs.",
  ],
];

/** What to do about a node that failed, in one line; nothing where that cannot be told. Pure. */
export function adviceOf(node: Pick<ApiNode, "last_error" | "driver_info">): string | undefined {
  const address = controllerOf(node);
  if (node.last_error === null || address === undefined) return undefined;
  const [, advice] = KNOWN.find(([said]) => said.test(node.last_error ?? "")) ?? [];
  return advice && `The machine's BMC is ${address}. ${advice} Then run again.`;
}

/** The address of the machine's management controller. */
export function controllerOf({
  driver_info: info,
}: Pick<ApiNode, "driver_info">): string | undefined {
  const address = info.redfish_address ?? info.ipmi_address;
  return typeof address === "string" ? address : undefined;
}
