import type { Rule } from "../rule";
import { BIL } from "./bil";
import { CFG } from "./cfg";
import { CMP } from "./cmp";
import { IAM } from "./iam";
import { ISO } from "./iso";
import { NET } from "./net";
import { QUO } from "./quo";
import { SG } from "./sg";

/** Every rule, by family and number. */
export const RULES: Rule[] = [...ISO, ...NET, ...SG, ...IAM, ...QUO, ...CMP, ...CFG, ...BIL];
