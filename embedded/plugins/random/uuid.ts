import { randomBytes, randomUUID } from "node:crypto";
import { ProviderError } from "../../../providers/server/errors";
import type { ResourceType } from "../../../providers/server/types";
import { keepers } from "./keepers";

/** Version 7 of RFC 9562: 48 bits of the time in milliseconds, the rest random. */
export function uuid7(now: number): string {
  const value = randomBytes(16);
  value.writeUIntBE(now, 0, 6);
  value.writeUInt8((value.readUInt8(6) & 0x0f) | 0x70, 6);
  value.writeUInt8((value.readUInt8(8) & 0x3f) | 0x80, 8);
  return value.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const type = (make: () => string): ResourceType => ({
  inputs: keepers,
  computed: ["result"],
  create: ({ inputs }) => {
    const result = make();
    return Promise.resolve({ id: result, outputs: { ...inputs, result } });
  },
  read: ({ id: given, olds, oldInputs, importing }) => {
    if (importing && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given)) {
      throw new ProviderError(`'${given}' is no UUID: import one such as ${make()}`);
    }
    const outputs = importing ? { result: given } : olds;
    return Promise.resolve({ id: given, outputs, inputs: oldInputs });
  },
});

export const uuid = type(randomUUID);
export const timedUuid = type(() => uuid7(Date.now()));
