import { HASHMAP, PYSCRIPTS } from "../api/client";
import type { Fields } from "../../fields/field";
import { nestedMistakes } from "../../fields/nested";
import { textOf } from "../../fields/text";
import type { CheckFailure, Properties } from "../../server";
import { containsUnknown } from "../../server";
import {
  fieldInputs,
  groupInputs,
  mappingInputs,
  serviceInputs,
  thresholdInputs,
} from "../fields/hashmap";
import { pyscriptInputs } from "../fields/others";
import { dateMistakes } from "./dates";
import {
  fieldsNamed,
  groupsNamed,
  mappingsNamed,
  scriptsNamed,
  servicesNamed,
  thresholdsNamed,
} from "./keys";
import type { Child, Row } from "./row";

const child = (what: string, id: string): Child => ({
  what,
  path: `${HASHMAP}/${what}s`,
  list: `${what}s`,
  id,
});
const FIELD = child("field", "field_id");
const MAPPING = child("mapping", "mapping_id");
const THRESHOLD = child("threshold", "threshold_id");

const all = (path: string) => () => path;

export const service: Row = {
  what: "service",
  path: `${HASHMAP}/services`,
  list: "services",
  id: "service_id",
  fields: serviceInputs,
  apart: ["forceDestroy"],
  outputs: {},
  key: ["name"],
  among: all(`${HASHMAP}/services`),
  put: false,
  deleteBeforeReplace: false,
  children: [FIELD, MAPPING, THRESHOLD].map((one) => ({ child: one, by: "service_id" })),
  naturalKey: "SERVICE",
  named: servicesNamed,
};

export const field: Row = {
  what: "field",
  path: `${HASHMAP}/fields`,
  list: "fields",
  id: "field_id",
  fields: fieldInputs,
  apart: ["forceDestroy"],
  outputs: {},
  key: ["name"],
  among: ({ serviceId }) => `${HASHMAP}/fields?service_id=${textOf(serviceId)}`,
  put: false,
  deleteBeforeReplace: false,
  children: [MAPPING, THRESHOLD].map((one) => ({ child: one, by: "field_id" })),
  naturalKey: "SERVICE/FIELD",
  named: fieldsNamed,
};

export const group: Row = {
  what: "group",
  path: `${HASHMAP}/groups`,
  list: "groups",
  id: "group_id",
  fields: groupInputs,
  apart: ["forceDestroy"],
  outputs: {},
  key: ["name"],
  among: all(`${HASHMAP}/groups`),
  put: false,
  deleteBeforeReplace: false,
  children: [MAPPING, THRESHOLD].map((one) => ({ child: one, by: "group_id" })),
  // Without it, prices go on without a group.
  recursive: "?recursive=true",
  naturalKey: "GROUP",
  named: groupsNamed,
};

/** What mappings and thresholds have in common. */
function rule(what: string, fields: Fields): Omit<Row, "key" | "naturalKey" | "named"> {
  return {
    what,
    path: `${HASHMAP}/${what}s`,
    list: `${what}s`,
    id: `${what}_id`,
    fields,
    apart: [],
    outputs: {},
    // Those of one tenant, or those of none: a field may have a thousand times as many.
    among: ({ serviceId, fieldId, tenantId }) => {
      const parent =
        fieldId === undefined ? `service_id=${textOf(serviceId)}` : `field_id=${textOf(fieldId)}`;
      const tenant = textOf(tenantId) === "" ? "" : `&tenant_id=${textOf(tenantId)}`;
      return `${HASHMAP}/${what}s?${parent}${tenant}&filter_tenant=true`;
    },
    put: true,
    deleteBeforeReplace: true,
    // CloudKitty takes a PUT without a group, and leaves the group as it was.
    replaces: (property, { inputs }) => property === "groupId" && (inputs.groupId ?? null) === null,
    children: [],
  };
}

export const mapping: Row = {
  ...rule("mapping", mappingInputs),
  key: ["value", "groupId", "tenantId"],
  mistakes: async (inputs, tools) => [
    ...parentMistakes(inputs),
    ...valueMistakes(inputs),
    ...(await dateMistakes(tools, `${HASHMAP}/mappings`, inputs)),
  ],
  naturalKey: "SERVICE/FIELD/VALUE@GROUP:TENANT",
  named: mappingsNamed,
};

export const threshold: Row = {
  ...rule("threshold", thresholdInputs),
  key: ["level", "groupId", "tenantId"],
  mistakes: parentMistakes,
  naturalKey: "SERVICE/FIELD/LEVEL@GROUP:TENANT",
  named: thresholdsNamed,
};

export const pyscript: Row = {
  what: "script",
  path: `${PYSCRIPTS}/scripts`,
  list: "scripts",
  id: "script_id",
  fields: pyscriptInputs,
  apart: ["sample"],
  outputs: { checksum: "checksum" },
  key: ["name"],
  among: all(`${PYSCRIPTS}/scripts?no_data=true`),
  put: true,
  deleteBeforeReplace: false,
  mistakes: async (inputs, tools) => {
    const nested = nestedMistakes(pyscriptInputs, inputs);
    const dates = await dateMistakes(tools, `${PYSCRIPTS}/scripts`, inputs);
    if (nested.length > 0 || typeof inputs.data !== "string") return [...nested, ...dates];
    // Of a script that names a project which is to be made nothing can be told yet.
    if (containsUnknown(inputs.data) || containsUnknown(inputs.sample ?? null)) return dates;
    const sample = inputs.sample as Properties[] | undefined;
    const found = await tools().python.compile(textOf(inputs.name), inputs.data, sample);
    if (found === undefined) return dates;
    const where = found.line === undefined ? "" : `line ${found.line}: `;
    return [{ property: "data", reason: where + found.message }, ...dates];
  },
  children: [],
  naturalKey: "NAME",
  named: scriptsNamed,
};

function parentMistakes({ serviceId, fieldId }: Properties): CheckFailure[] {
  if (serviceId === undefined && fieldId === undefined) {
    const reason = "expected serviceId or fieldId, found neither: give what it prices";
    return [{ property: "serviceId", reason }];
  }
  if (serviceId === undefined || fieldId === undefined) return [];
  const reason = "stands beside serviceId: give one of them";
  return [{ property: "fieldId", reason }];
}

function valueMistakes({ serviceId, fieldId, value }: Properties): CheckFailure[] {
  if (fieldId !== undefined && serviceId === undefined && value === undefined) {
    return [
      { property: "value", reason: "is required with fieldId: which value of it has this price" },
    ];
  }
  if (serviceId === undefined || fieldId !== undefined || value === undefined) return [];
  const reason =
    "stands beside serviceId, which is priced as a whole: leave it out, or give fieldId";
  return [{ property: "value", reason }];
}
