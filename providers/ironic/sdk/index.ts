// Made by providers/ironic/generate: change the tables in providers/ironic/fields instead.
export * from "./allocation";
export * from "./deploy-template";
export * from "./deployment";
export * from "./functions";
export * from "./node";
export * from "./port";
export * from "./port-group";
export * from "./provider";
export * from "./types";
