// Made by providers/cloudkitty/generate: change the tables in providers/cloudkitty/fields instead.
export * from "./cost-estimate";
export * from "./functions";
export * from "./hashmap-field";
export * from "./hashmap-group";
export * from "./hashmap-mapping";
export * from "./hashmap-service";
export * from "./hashmap-threshold";
export * from "./plan-timeline";
export * from "./provider";
export * from "./pyscript";
export * from "./rate-timeline";
export * from "./rating-module";
export * from "./scope-state";
export * from "./types";
