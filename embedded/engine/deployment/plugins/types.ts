import type { Properties, PropertyDiff } from "../../types";

export interface CheckResult {
  inputs: Properties;
  failures: { property: string; reason: string }[];
}

export interface Diff {
  /** `unknown`: the provider leaves the comparison of the inputs to the engine. */
  changes: "none" | "some" | "unknown";
  /** The properties whose change replaces the resource; not empty means that it is replaced. */
  replaces: string[];
  /** The properties that changed, as far as the provider says. */
  changed: string[];
  deleteBeforeReplace: boolean;
  /** Property by property, where the provider says so. */
  detailed?: PropertyDiff[];
}

export interface Created {
  id: string;
  outputs: Properties;
  /** Set when the resource exists but did not come up whole. */
  initErrors?: string[];
}

export interface Read extends Created {
  inputs?: Properties;
}

/** What a provider is told when an earlier run was killed while it created the same resource. */
export interface Interrupted {
  /** When the creation began, by this computer's clock. ISO time. */
  since: string;
  /** The ids of resources of that type that the state knows: none of them is what was left. */
  known: string[];
}

export interface Subject {
  urn: string;
  type: string;
  name: string;
}

/** What the engine asks of whoever manages resources: a plugin, or the engine's own part. */
export interface Provider {
  check(subject: Subject, olds: Properties | undefined, news: Properties): Promise<CheckResult>;
  diff(
    subject: Subject,
    old: { id: string; inputs: Properties; outputs: Properties },
    news: Properties,
    ignoreChanges: string[],
  ): Promise<Diff>;
  /** @param timeout in seconds; 0 leaves it to the provider */
  create(
    subject: Subject,
    inputs: Properties,
    timeout: number,
    preview: boolean,
    interrupted?: Interrupted,
  ): Promise<Created>;
  update(
    subject: Subject,
    old: { id: string; inputs: Properties; outputs: Properties },
    news: Properties,
    ignoreChanges: string[],
    timeout: number,
    preview: boolean,
  ): Promise<Omit<Created, "id">>;
  /** An empty id: the resource is gone. */
  read(
    subject: Subject,
    id: string,
    inputs: Properties | undefined,
    outputs: Properties,
  ): Promise<Read>;
  delete(
    subject: Subject,
    old: { id: string; inputs: Properties; outputs: Properties },
    timeout: number,
  ): Promise<void>;
  invoke(
    token: string,
    args: Properties,
    preview: boolean,
  ): Promise<{ result: Properties; failures: CheckResult["failures"] }>;
}
