import type { StepOp } from "../../engine/types";

/** The symbol that stands before a resource, as Pulumi prints it. */
export const SYMBOL: Record<StepOp, string> = {
  same: " ",
  create: "+",
  update: "~",
  delete: "-",
  replace: "+-",
  "create-replacement": "++",
  "delete-replaced": "--",
  read: ">",
  refresh: "~",
  import: "=",
  discard: "<",
};

const DOING: Record<StepOp, string> = {
  same: "",
  create: "creating",
  update: "updating",
  delete: "deleting",
  replace: "replacing",
  "create-replacement": "creating replacement",
  "delete-replaced": "deleting original",
  read: "reading",
  refresh: "refreshing",
  import: "importing",
  discard: "discarding",
};

const DONE: Record<StepOp, string> = {
  same: "",
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created replacement",
  "delete-replaced": "deleted original",
  read: "read",
  refresh: "refreshed",
  import: "imported",
  discard: "discarded",
};

/** What a preview says instead: nothing of it has happened. */
const PLANNED: Record<StepOp, string> = {
  same: "",
  create: "create",
  update: "update",
  delete: "delete",
  replace: "replace",
  "create-replacement": "create replacement",
  "delete-replaced": "delete original",
  read: "read",
  refresh: "refresh",
  import: "import",
  discard: "discard",
};

export function doing(op: StepOp): string {
  return DOING[op];
}

export function done(op: StepOp, preview: boolean): string {
  return preview ? PLANNED[op] : DONE[op];
}

/** `1m2s`, `3s`: durations as Pulumi prints them. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const [hours = 0, minutes = 0, rest = 0] = parts;
  return `${hours ? `${hours}h` : ""}${hours || minutes ? `${minutes}m` : ""}${rest}s`;
}

/** The last two parts of a URN: `openstack:networking:Network` and `engineering-app`. */
export function nameAndType(urn: string): { type: string; name: string } {
  const [, , qualified = "", ...name] = urn.split("::");
  return { type: shortType(qualified.split("$").at(-1) ?? ""), name: name.join("::") };
}

/** `tls:index/privateKey:PrivateKey` is shown as `tls:index:PrivateKey`. */
function shortType(token: string): string {
  const [pkg = "", module = "", name = ""] = token.split(":");
  return `${pkg}:${module.split("/")[0] ?? ""}:${name}`;
}
