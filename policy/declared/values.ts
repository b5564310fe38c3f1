import { UnknownValueError } from "@pulumi/policy";

/** Stands for a value that is not known before the update. */
export const UNKNOWN = Symbol("unknown");

/**
 * A plain copy of what CrossGuard shows of a resource, with {@link UNKNOWN} where it would throw. A
 * mandatory rule that meets such a throw is turned into advice, which is why no rule may see one.
 */
export function plainCopy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const read = (key: string): unknown => {
    try {
      return plainCopy((value as Record<string, unknown>)[key]);
    } catch (error) {
      if (error instanceof UnknownValueError) return UNKNOWN;
      throw error;
    }
  };
  if (Array.isArray(value)) return Object.keys(value).map(read);
  return Object.fromEntries(Object.keys(value).map((key) => [key, read(key)]));
}
