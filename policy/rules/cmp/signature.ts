import type { Declared } from "../../declared/resource";
import { UNKNOWN } from "../../declared/values";
import { entries } from "./common";

/** Glance and Nova check an image that has all of them, and no other. */
export const SIGNED_BY = [
  "img_signature",
  "img_signature_hash_method",
  "img_signature_key_type",
  "img_signature_certificate_uuid",
];

/** Those of an image's signature properties that it lacks; undefined where that cannot be told yet. */
export function lacks(image: Declared): string[] | undefined {
  if (image.props.properties === UNKNOWN) return undefined;
  const there = new Set(entries(image, "properties").map(([key]) => key));
  return SIGNED_BY.filter((key) => !there.has(key));
}
