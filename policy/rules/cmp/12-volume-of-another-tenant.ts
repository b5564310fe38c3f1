import { made, ref } from "../../cases";
import { nameOf } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { by, LOGINS } from "./cases";
import { isForeign, projectOf } from "./common";

const SOURCES = ["sourceVolId", "sourceReplica"];
const source = by("acme-login", made("volume", { name: "ledger", size: 10 }));

/** Sources that are volumes: of snapshots and backups the program shows no owner. */
export const volumeOfAnotherTenant: Rule = {
  id: "CMP-12",
  title: "No volume is made from one of another tenant",
  severity: "critical",
  reason: "the new volume holds all that is on the other tenant's disk, deleted files included",
  sources: ["OpenStack Security Guide, Tenant data privacy: Data privacy concerns", "own"],
  remedy: "copy what is to be shared over the network, or hand the volume over by a transfer",
  checkStack: (stack) =>
    stack.of("volume").flatMap((resource) =>
      SOURCES.flatMap((key): Finding[] => {
        const from = stack.follow(resource, key, "volume");
        const theirs = from && projectOf(stack, from);
        const mine = projectOf(stack, resource);
        if (!from || !theirs || !mine || !isForeign(theirs, mine)) return [];
        const found = `${key} is volume ${nameOf(from)} of ${theirs.name}, it is in ${mine.name}`;
        return [{ resource, found }];
      }),
    ),
  cases: {
    passes: [
      {
        of: "a copy of the tenant's own",
        resources: {
          ...LOGINS,
          source,
          copy: by(
            "acme-login",
            made("volume", { name: "copy", size: 10, sourceVolId: ref("source") }),
          ),
        },
      },
      {
        of: "a login that names its project by its name",
        resources: {
          ...LOGINS,
          source,
          named: made("pulumi:providers:openstack", { tenantName: "acme" }),
          copy: by("named", made("volume", { name: "copy", size: 10, sourceVolId: ref("source") })),
        },
      },
      {
        of: "a login by application credential, whose project nobody can tell",
        resources: {
          ...LOGINS,
          source,
          app: made("pulumi:providers:openstack", { applicationCredentialId: "5f1c" }),
          copy: by("app", made("volume", { name: "copy", size: 10, sourceVolId: ref("source") })),
        },
      },
    ],
    fails: [
      {
        of: "a copy of another tenant's",
        resources: {
          ...LOGINS,
          source,
          copy: by(
            "globex-login",
            made("volume", { name: "copy", size: 10, sourceVolId: ref("source") }),
          ),
        },
        finds: { copy: ["sourceVolId is volume ledger of acme, it is in globex"] },
      },
    ],
  },
};
