import type { Declared } from "../../declared/resource";
import type { CaseResource } from "../../rule";
import { inOslo, service } from "./common";
import type { Ini } from "./ini";

const CONFIG = "/etc/keystone/keystone.conf";

/** What is wrong in the identity service's own configuration. */
export const inKeystone = (deployment: Declared, judge: (config: Ini) => string[]): string[] =>
  inOslo(deployment, judge, /^\/etc\/keystone\/keystone\.conf$/);

/** The identity service of a case. */
export const keystone = (content: string): CaseResource =>
  service("keystone", { [CONFIG]: content });

export const inConfig = (text: string): string => `${CONFIG}: ${text} (on controller1)`;
