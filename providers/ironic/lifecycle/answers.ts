import { connect } from "node:net";
import { getNode, label } from "../api/node";
import type { ApiNode } from "../api/node";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";
import { controllerOf } from "./advice";
import { poll } from "./poll";

const TRY_MS = 3_000;

/** Where a host answers by TCP once it has started. */
export interface Place {
  address: string;
  port: number;
}

/**
 * Waits until a host that was deployed has started.
 * @throws ProviderError that says where to look
 */
export async function answers(
  scope: Scope,
  node: ApiNode,
  place: Place,
  seconds: number,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  const where = `${place.address}:${place.port}`;
  const silence = await poll(
    scope,
    () => knock(place),
    (reason) => reason === undefined || Date.now() >= end,
    () => ({ what: label(node), doing: `starting (no answer at ${where} yet)` }),
  );
  if (silence === undefined) return;
  const now = await getNode(scope, node.uuid);
  const bmc = controllerOf(now);
  throw new ProviderError(
    [
      `${label(now)} is deployed and has ${now.power_state ?? "no known power state"}, but its host does not ` +
        `answer at ${where} after ${seconds} s: ${silence}.`,
      `The machine's console shows where it hangs${bmc === undefined ? "" : `: see its BMC, ${bmc}`}. If it has started, look at its network: ` +
        "cables, VLANs, and the MAC addresses of its cards.",
      "Mend that, restart the machine, and run again: nothing is deployed anew, it is waited for.",
    ].join("\n"),
  );
}

/** @returns why there is no answer */
function knock({ address, port }: Place): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: TRY_MS });
    const say = (reason?: string): void => {
      socket.destroy();
      resolve(reason);
    };
    socket.once("connect", () => say());
    socket.once("timeout", () => say(`nothing within ${TRY_MS / 1000} s`));
    socket.once("error", (error) => say(error.message));
  });
}
