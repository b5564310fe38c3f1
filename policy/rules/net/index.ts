import type { Rule } from "../../rule";
import { sharedNetwork } from "./01-shared-network";
import { rbacToAll } from "./02-rbac-to-all";
import { routerJoinsTenants } from "./05-router-joins-tenants";

/** Networks. */
export const NET: Rule[] = [sharedNetwork, rbacToAll, routerJoinsTenants];
