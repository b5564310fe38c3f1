import type { Rule } from "../../rule";
import { flavor } from "./cases";
import { entries } from "./common";

/**
 * Advice only: with nothing said (prefer) Nova fills whole cores where it can, and hosts may run
 * without hyperthreading.
 */
export const sharedCores: Rule = {
  id: "CMP-04",
  title: "Machines with dedicated processors share no core with others",
  severity: "medium",
  level: "advisory",
  reason:
    "the two threads of a core share its caches: a machine of another tenant on the sibling can " +
    "read what passes there (L1TF, MDS)",
  sources: [
    "CVE-2018-3646",
    "CVE-2018-12130",
    "scs-0100-v3, Flavor Naming",
    "Nova Administration Guide, CPU topologies",
  ],
  remedy: 'add "hw:cpu_thread_policy": require (or isolate), or switch hyperthreading off',
  types: ["flavor"],
  check: (resource) => {
    const specs = new Map(entries(resource, "extraSpecs"));
    const threads = specs.get("hw:cpu_thread_policy");
    if (specs.get("hw:cpu_policy") !== "dedicated") return [];
    if (threads !== undefined && threads !== "prefer") return [];
    return [
      `hw:cpu_policy is dedicated and hw:cpu_thread_policy is ${threads ?? "left out (prefer)"}`,
    ];
  },
  cases: {
    passes: [
      {
        of: "whole cores",
        resources: flavor({ "hw:cpu_policy": "dedicated", "hw:cpu_thread_policy": "require" }),
      },
      { of: "processors that are shared anyway", resources: flavor({}) },
    ],
    fails: [
      {
        of: "threads of cores",
        resources: flavor({ "hw:cpu_policy": "dedicated" }),
        finds: {
          flavor: ["hw:cpu_policy is dedicated and hw:cpu_thread_policy is left out (prefer)"],
        },
      },
    ],
  },
};
