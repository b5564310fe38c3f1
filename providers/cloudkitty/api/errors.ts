import { faultIn } from "../../openstack/errors";

/** CloudKitty's own words: faultstring in v1, message in v2, description where a policy or a method is refused. */
export function faultOf(body: string): string {
  const parsed = parse(body);
  const said = [parsed?.faultstring, parsed?.message, parsed?.description, parsed?.title];
  const text = said.find((one) => typeof one === "string" && one !== "");
  return typeof text === "string" ? text : faultIn(body).reason;
}

interface Fault {
  faultstring?: unknown;
  message?: unknown;
  description?: unknown;
  title?: unknown;
}

function parse(text: string): Fault | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
