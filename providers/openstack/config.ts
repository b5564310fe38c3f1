import { textOf } from "../fields/text";
import type { CheckFailure, Properties } from "../server";
import { containsUnknown, messageOf } from "../server";
import { pem } from "./pem";

/** Which of these properties are no addresses of a service. Absent and unknown ones are none. */
export function addressMistakes(config: Properties, names: string[]): CheckFailure[] {
  return names.flatMap((property) => {
    const value = config[property];
    if (typeof value !== "string" || value === "" || containsUnknown(value)) return [];
    if (/^https?:\/\/[^/\s]+/.test(value) && URL.canParse(value)) return [];
    const reason = `expected an http or https address, found ${JSON.stringify(value)}`;
    return [{ property, reason }];
  });
}

/** Whether `caCert` is no PEM and no file of it. */
export function authorityMistakes(config: Properties): CheckFailure[] {
  const caCert = config.caCert ?? "";
  if (caCert === "" || containsUnknown(caCert)) return [];
  try {
    pem(textOf(caCert));
    return [];
  } catch (error) {
    return [{ property: "caCert", reason: messageOf(error) }];
  }
}
