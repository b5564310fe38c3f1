import type { ResourceState } from "../types";
import type { Execution } from "./execution";
import type { Goal } from "./resources/goal";

/** The policy packs of a run. */
export class PolicyPacks {
  constructor(private readonly execution: Execution) {}

  /** Has a resource looked at before anything happens to it; may change its inputs. */
  examine(_desired: ResourceState, _goal: Goal): Promise<void> {
    return Promise.resolve();
  }
}
