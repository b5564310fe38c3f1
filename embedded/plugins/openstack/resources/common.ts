import { Field } from "../table/types";

/** Each type has it: the provider's region where the program names none. */
export const REGION: Field = { type: "string", computed: true, replaces: true, sent: false };
