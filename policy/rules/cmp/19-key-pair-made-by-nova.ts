import { made } from "../../cases";
import { isGiven } from "../../declared/resource";
import type { Rule } from "../../rule";

export const keyPairMadeByNova: Rule = {
  id: "CMP-19",
  title: "Private keys stay with whom they belong to",
  severity: "high",
  reason:
    "without a public key Nova makes the pair: the private key passes through the API and stays in " +
    "the stack's state, with all who may read that",
  sources: ["pulumi-openstack, compute.Keypair", "own"],
  remedy: "make the pair where it is used, and give its publicKey",
  types: ["keypair"],
  check: (resource) =>
    isGiven(resource, "publicKey") ? [] : ["publicKey is left out: Nova makes the private key"],
  cases: {
    passes: [
      {
        of: "a public key",
        resources: {
          key: made("keypair", {
            name: "ops",
            publicKey:
              "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIM63gNBG+OaxRvMTfK8WHr8eRseAGSEDnZsyfyJbl6Xf ops",
          }),
        },
      },
    ],
    fails: [
      {
        of: "a pair that Nova makes",
        resources: { key: made("keypair", { name: "ops" }) },
        finds: { key: ["publicKey is left out: Nova makes the private key"] },
      },
    ],
  },
};
