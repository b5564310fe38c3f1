import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HashmapRule } from "../../../components/billing/rating/hashmap";

interface Case {
  rules: HashmapRule[];
  tenant: string;
  points: {
    service: string;
    quantity: string;
    attributes: Record<string, string>;
    price: string;
  }[];
}

/** Rules and points at random, and what CloudKitty 22.0.0's own cloudkitty/rating/hash made of them. */
export const CASES = JSON.parse(
  readFileSync(join(__dirname, "captured/hashmap.json"), "utf8"),
) as Case[];
