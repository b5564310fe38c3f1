/** A mapping or a threshold of CloudKitty's module hashmap: costs and levels are decimal texts. */
export interface HashmapRule {
  /** The meter. */
  service: string;
  /** The attribute whose value it looks at. @default the service as a whole is priced */
  field?: string;
  /** Of a mapping with a field: the value. */
  value?: string;
  /** Makes it a threshold. */
  level?: string;
  type: "flat" | "rate";
  cost: string;
  group?: string;
  /** The project for which alone it holds. */
  tenant?: string;
}
