import { Definition } from "../table/types";
import { applicationCredential } from "./application-credential";
import { assignments } from "./assignments";
import { flavors } from "./flavor";
import { floatingIps } from "./floating-ip";
import { identity } from "./identity";
import { image } from "./image";
import { imageAccesses } from "./image-access";
import { instance } from "./instance";
import { networks } from "./network";
import { ports } from "./port";
import { quotas } from "./quota";
import { routerRoutes } from "./router-route";
import { routers } from "./router";
import { securityGroups } from "./security-group";
import { volumes } from "./volume";

/** The whole table: type token without its package → definition. */
export const definitions: Readonly<Record<string, Definition>> = {
  ...identity,
  ...assignments,
  "identity/applicationCredential:ApplicationCredential": applicationCredential,
  ...networks,
  ...routers,
  ...routerRoutes,
  ...floatingIps,
  ...securityGroups,
  ...ports,
  ...quotas,
  ...flavors,
  "compute/instance:Instance": instance,
  ...volumes,
  "images/image:Image": image,
  ...imageAccesses,
};
