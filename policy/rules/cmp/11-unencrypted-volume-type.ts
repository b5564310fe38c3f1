import { made, ref } from "../../cases";
import { isGiven, isUnknown, nameOf, text, type Declared } from "../../declared/resource";
import type { Finding, Rule } from "../../rule";
import { asked, by, LOGINS } from "./cases";
import { demandsOf, projectOf } from "./common";

/**
 * The encryption of a volume type is a thing of its own in Cinder, which the provider has no resource
 * for. What tells users of it is the mark that SCS has types carry in their description.
 */
const isMarked = (type: Declared): boolean =>
  isUnknown(type, "description") ||
  /^\[[^\]]*\bscs:encrypted\b[^\]]*\]/.test(text(type, "description") ?? "");

const type = (name: string, description: string, isPublic = false) => ({
  type: made("volumeType", { name, description, isPublic }),
});
const grant = made("volumeTypeAccess", { volumeTypeId: ref("type"), projectId: ref("acme") });

export const unencryptedVolumeType: Rule = {
  id: "CMP-11",
  title: "Tenants that asked for encrypted volumes have no others",
  severity: "high",
  reason:
    "disks that leave the computer room, and whoever reads the storage network or the pool, have " +
    "the tenant's data in plain text",
  sources: ["OpenStack Security Guide, Check-Block-09", "scs-0114-v1, Volume Type Standard"],
  remedy: "make the type encrypted and let its description begin with [scs:encrypted]",
  checkStack: (stack, settings) => {
    const asks = (name: string | undefined): boolean =>
      name !== undefined && demandsOf(settings, name)?.encryptedVolumes === true;
    const asking = [...new Set(stack.tenants().map(nameOf).filter(asks))].sort();
    const types = stack.of("volumeType");
    const given = stack.of("volumeTypeAccess").flatMap((resource): Finding[] => {
      const type = stack.follow(resource, "volumeTypeId", "volumeType");
      const member = stack.ownerAt(resource, "projectId")?.name;
      if (!asks(member) || type === undefined || isMarked(type)) return [];
      return [
        { resource, found: `${nameOf(type)} is not [scs:encrypted], ${member} asked for it` },
      ];
    });
    const open = types.flatMap((resource): Finding[] => {
      if (asking.length === 0 || resource.props.isPublic !== true || isMarked(resource)) return [];
      return [
        {
          resource,
          found: `it is public and not [scs:encrypted], ${asking.join(", ")} asked for it`,
        },
      ];
    });
    const volumes = stack.of("volume").flatMap((resource): Finding[] => {
      const owner = projectOf(stack, resource)?.name;
      if (!asks(owner)) return [];
      if (!isGiven(resource, "volumeType")) {
        return [{ resource, found: "volumeType is left out: it is of the cloud's default type" }];
      }
      const name = text(resource, "volumeType");
      const type = types.find((one) => text(one, "name") === name);
      if (name === undefined || type === undefined || isMarked(type)) return [];
      return [{ resource, found: `its type ${name} is not [scs:encrypted]` }];
    });
    return [...given, ...open, ...volumes];
  },
  cases: {
    passes: [
      {
        of: "an encrypted type for a tenant that asked for it",
        settings: asked({ encryptedVolumes: true }),
        resources: {
          ...LOGINS,
          ...type("luks", "[scs:encrypted, replicated] LUKS, three copies"),
          grant,
          volume: by("acme-login", made("volume", { name: "data", size: 10, volumeType: "luks" })),
        },
      },
      { of: "any type for others", resources: { ...LOGINS, ...type("luks", "Plain"), grant } },
    ],
    fails: [
      {
        of: "a type without the mark, given and used",
        settings: asked({ encryptedVolumes: true }),
        resources: {
          ...LOGINS,
          ...type("ceph", "Three copies, not encrypted"),
          grant,
          volume: by("acme-login", made("volume", { name: "data", size: 10, volumeType: "ceph" })),
        },
        finds: {
          grant: ["ceph is not [scs:encrypted], acme asked for it"],
          volume: ["its type ceph is not [scs:encrypted]"],
        },
      },
      {
        of: "a public type, and a volume of no stated type",
        settings: asked({ encryptedVolumes: true }),
        resources: {
          ...LOGINS,
          ...type("ceph", "Three copies", true),
          volume: by("acme-login", made("volume", { name: "data", size: 10 })),
        },
        finds: {
          type: ["it is public and not [scs:encrypted], acme asked for it"],
          volume: ["volumeType is left out: it is of the cloud's default type"],
        },
      },
    ],
  },
};
