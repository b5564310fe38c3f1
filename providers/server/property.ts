/**
 * A property value in Pulumi's own JSON form. Secrets, unknowns, assets, resource references and
 * output values stay in their signature form ({@link SIGNATURE}), as they travel over gRPC and as
 * they stand in the state (there a secret holds `ciphertext` instead of `value`).
 */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = { [key: string]: Value };

/** The key under which Pulumi marks special objects. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const SECRET = "1b47061264138c4ac30d75fd1eb44270";
export const ASSET = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";
export const RESOURCE_REFERENCE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT_VALUE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
/** What stands for a value that is not known before the update ran. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
