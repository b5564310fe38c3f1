import { Struct } from "google-protobuf/google/protobuf/struct_pb";

import type { Properties } from "../../types";

export function toStruct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}

export function fromStruct(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : struct.toJavaScript();
}
