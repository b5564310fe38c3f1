import type { Rule } from "../../rule";
import { portCases } from "./cases";
import { openTo } from "./common";
import { CONTROL } from "./services";

export const control: Rule = {
  id: "SG-08",
  title: "No interface that controls machines or clusters is open to everybody",
  severity: "critical",
  reason:
    "Docker, etcd, kubelets, libvirt and management controllers give whoever reaches them the machines that they control, and some ask for nothing",
  sources: [
    "Docker documentation, Protect the Docker daemon socket",
    "Kubernetes documentation, Ports and Protocols",
    "own",
  ],
  remedy: "name the networks of the administrators, or let in the group of the cluster itself",
  types: ["securityGroupRule"],
  check: (rule) => openTo(rule, CONTROL),
  cases: portCases(2375, "Docker"),
};
