import { faultIn, objectIn } from "../../openstack/errors";

/** CloudKitty's own words: faultstring in v1, message in v2, description where a policy or a method is refused. */
export function faultOf(body: string): string {
  const { faultstring, message, description, title } = objectIn(body);
  const said = [faultstring, message, description, title];
  const text = said.find((one) => typeof one === "string" && one !== "");
  return typeof text === "string" ? text : faultIn(body).reason;
}
