import type { ApiNode } from "../api/node";
import { getNode, historyOf, label, nodePath } from "../api/node";
import { ProviderError } from "../../server";
import type { Scope } from "../scope";
import { adviceOf } from "./advice";
import { poll } from "./poll";
import { settle } from "./settle";

/** Off is asked of the operating system first; Ironic's own time for that holds. */
const TARGET: Readonly<Record<string, string>> = {
  "power on": "power on",
  "power off": "soft power off",
};

/** Has the machine's power switched, where it is not as wanted, and waits for it. */
export async function power(scope: Scope, uuid: string, wanted: string): Promise<void> {
  const node = await settle(scope, uuid);
  if (node.power_state === wanted) return;
  const began = new Date(Date.now() - 5_000);
  await scope.ironic.call({
    method: "PUT",
    path: nodePath(uuid, "states", "power"),
    body: { target: TARGET[wanted] ?? wanted },
    signal: scope.signal,
  });
  const now = await switched(scope, uuid);
  if (now.power_state === wanted) return;
  const events = await historyOf(scope, uuid, began);
  const said = now.last_error ?? events.at(-1)?.event ?? "Ironic does not say why";
  const advice = adviceOf({ ...now, last_error: said });
  throw new ProviderError(
    `${label(now)} has ${now.power_state ?? "no known power state"}, not ${wanted}: ${said}` +
      (advice === undefined ? "" : `\n${advice}`),
  );
}

function switched(scope: Scope, uuid: string): Promise<ApiNode> {
  return poll(
    scope,
    () => getNode(scope, uuid),
    (node) => node.target_power_state === null && node.reservation === null,
    (node) => ({ what: label(node), doing: `switching to ${node.target_power_state}` }),
  );
}
