import type { Ironic } from "../api/client";
import { INTERFACE_OF } from "../fields/node";
import type { CheckFailure, Properties, Value } from "../../server";
import { UNKNOWN } from "../../server";
import { bmcMistake, urlMistake } from "./values";

/** An Ironic that is not there yet must not hold up a preview. */
const PATIENCE_MS = 5_000;

/** The keys of driver_info that are addresses of images. */
const IMAGES = [
  "deploy_kernel",
  "deploy_ramdisk",
  "deploy_iso",
  "rescue_kernel",
  "rescue_ramdisk",
  "bootloader",
];

/** Mistakes in a node's driver, its interfaces and what the driver is told. */
export async function ofDriver(ironic: () => Ironic, inputs: Properties): Promise<CheckFailure[]> {
  return [...infoMistakes(inputs), ...(await enabledMistakes(ironic, inputs))];
}

function infoMistakes({ driver, driverInfo }: Properties): CheckFailure[] {
  const info = (driverInfo ?? {}) as Properties;
  const failures: CheckFailure[] = [];
  const fail = (key: string, reason: string | undefined): void => {
    if (reason !== undefined) failures.push({ property: `driverInfo.${key}`, reason });
  };
  if (driver === "redfish" && info.redfish_address === undefined) {
    fail(
      "redfish_address",
      "is required by the driver redfish: the BMC's address, such as https://10.0.0.70",
    );
  }
  if (isKnownText(info.redfish_address)) fail("redfish_address", bmcMistake(info.redfish_address));
  for (const key of IMAGES) if (isKnownText(info[key])) fail(key, urlMistake(info[key]));
  return failures;
}

/** What this Ironic does not have enabled, as far as it is there to be asked. */
async function enabledMistakes(ironic: () => Ironic, inputs: Properties): Promise<CheckFailure[]> {
  const { driver } = inputs;
  if (!isKnownText(driver)) return [];
  const ask = async (path: string): Promise<Properties | undefined> =>
    ironic().quick(path, AbortSignal.timeout(PATIENCE_MS));
  let described: Properties | undefined;
  try {
    described = await ask(`/drivers/${encodeURIComponent(driver)}`);
    if (!described) {
      const all = ((await ask("/drivers"))?.drivers ?? []) as { name: string }[];
      const has = all
        .map(({ name }) => name)
        .sort()
        .join(", ");
      return [
        {
          property: "driver",
          reason: `${JSON.stringify(driver)} is not enabled in this Ironic; it has: ${has}`,
        },
      ];
    }
  } catch {
    return [];
  }
  return Object.entries(INTERFACE_OF).flatMap(([name, kind]) => {
    const enabled = (described[`enabled_${kind}_interfaces`] ?? []) as string[];
    const value = inputs[name];
    if (!isKnownText(value) || enabled.length === 0 || enabled.includes(value)) return [];
    const reason = `${JSON.stringify(value)} is not enabled for the driver ${driver} in this Ironic; it has: ${[...enabled].sort().join(", ")}`;
    return [{ property: name, reason }];
  });
}

function isKnownText(value: Value | undefined): value is string {
  return typeof value === "string" && value !== UNKNOWN;
}
