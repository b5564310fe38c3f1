import { isUnknown, text, type Declared } from "./resource";
import { TYPES, type ShortType } from "./types";

/** Whose something is. */
export interface Owner {
  /** What two resources of one owner have in common. */
  key: string;
  /** For people. */
  name: string;
  /** The project, where the program declares it: then the owner is a tenant, and else the cloud itself. */
  tenant?: Declared;
}

/** Where a property leads: to a resource of the program, or to something with that id elsewhere. */
export type Target = { resource: Declared } | { id: string };

/** Properties that name the project a resource is in. */
const PROJECT_KEYS = ["tenantId", "projectId"];

/** What a resource without a project of its own belongs to: the property, and the type it leads to. */
const BELONGS_TO: Partial<Record<ShortType, [string, ShortType]>> = {
  subnet: ["networkId", "network"],
  interface: ["routerId", "router"],
  route: ["routerId", "router"],
  securityGroupRule: ["securityGroupId", "securityGroup"],
  subnetRoute: ["subnetId", "subnet"],
};

const SHORT = new Map<string, ShortType>(
  Object.entries(TYPES).map(([short, type]) => [type, short as ShortType]),
);

/** All that a program declares, and how it hangs together. */
export class Stack {
  private readonly byUrn: Map<string, Declared>;
  private readonly byType = new Map<string, Declared[]>();
  private readonly byId = new Map<string, Declared>();
  private readonly owners = new Map<string, Owner | undefined>();
  private readonly leading = new Map<string, Map<Declared, Declared[]>>();

  constructor(readonly resources: Declared[]) {
    this.byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    for (const resource of resources) {
      const same = this.byType.get(resource.type);
      if (same === undefined) this.byType.set(resource.type, [resource]);
      else same.push(resource);
      const id = text(resource, "id");
      if (id !== undefined) this.byId.set(`${resource.type} ${id}`, resource);
    }
  }

  of(...types: ShortType[]): Declared[] {
    return types.flatMap((type) => this.byType.get(TYPES[type]) ?? []);
  }

  /** Whatever has this token: a component's, say. */
  components(type: string): Declared[] {
    return this.byType.get(type) ?? [];
  }

  find(urn: string | undefined): Declared | undefined {
    return urn === undefined ? undefined : this.byUrn.get(urn);
  }

  /**
   * Where a property leads: by the id, or by what the value comes from while it is not known.
   * @returns undefined when it is absent, or cannot be told before the update
   */
  target(resource: Declared, key: string, ...types: ShortType[]): Target | undefined {
    const id = text(resource, key);
    if (id !== undefined) {
      for (const type of types) {
        const found = this.byId.get(`${TYPES[type]} ${id}`);
        if (found !== undefined) return { resource: found };
      }
    }
    const tokens = types.map((type): string => TYPES[type]);
    const from = (resource.comesFrom[key] ?? [])
      .map((urn) => this.byUrn.get(urn))
      .filter((found): found is Declared => found !== undefined && tokens.includes(found.type));
    const [only] = from;
    // A known id that is another one's than what it comes from is not to be guessed at.
    if (only !== undefined && from.length === 1 && (id === undefined || !text(only, "id"))) {
      return { resource: only };
    }
    return id === undefined ? undefined : { id };
  }

  /** The resource a property leads to, if this program declares it. */
  follow(resource: Declared, key: string, ...types: ShortType[]): Declared | undefined {
    const target = this.target(resource, key, ...types);
    return target !== undefined && "resource" in target ? target.resource : undefined;
  }

  /** Resources of a type by the one of the program that a property of theirs leads to. */
  leadingTo(type: ShortType, key: string, target: ShortType): Map<Declared, Declared[]> {
    const name = `${type} ${key} ${target}`;
    const known = this.leading.get(name);
    if (known !== undefined) return known;
    const grouped = new Map<Declared, Declared[]>();
    for (const resource of this.of(type)) {
      const to = this.follow(resource, key, target);
      if (to === undefined) continue;
      const same = grouped.get(to);
      if (same === undefined) grouped.set(to, [resource]);
      else same.push(resource);
    }
    this.leading.set(name, grouped);
    return grouped;
  }

  /** All that the values of a property lead to in this program, however deep in lists and objects. */
  leadsTo(resource: Declared, key: string, ...types: ShortType[]): Declared[] {
    const found = new Set<Declared>();
    const visit = (value: unknown): void => {
      if (typeof value === "string") {
        for (const type of types) {
          const known = this.byId.get(`${TYPES[type]} ${value}`);
          if (known !== undefined) found.add(known);
        }
      } else if (typeof value === "object" && value !== null) {
        Object.values(value).forEach(visit);
      }
    };
    visit(resource.props[key]);
    const tokens = types.map((type): string => TYPES[type]);
    for (const urn of resource.comesFrom[key] ?? []) {
      const from = this.byUrn.get(urn);
      if (from === undefined || !tokens.includes(from.type)) continue;
      // Of two known ids that differ, neither is to be guessed at.
      if (isUnknown(resource, key) || text(from, "id") === undefined) found.add(from);
    }
    return [...found];
  }

  /** Whom a property names: the owner that is the project it leads to. */
  ownerAt(resource: Declared, key: string): Owner | undefined {
    const target = this.target(resource, key, "project");
    return target && this.projectOwner(target);
  }

  /** What two properties that lead to the same thing have in common. */
  keyOf(target: Target): string {
    return "resource" in target ? target.resource.urn : `id:${target.id}`;
  }

  /** Whose a resource is; undefined while that cannot be told. */
  ownerOf(resource: Declared): Owner | undefined {
    if (this.owners.has(resource.urn)) return this.owners.get(resource.urn);
    this.owners.set(resource.urn, undefined); // whatever hangs in a circle has no owner
    const owner = this.findOwner(resource);
    this.owners.set(resource.urn, owner);
    return owner;
  }

  /** The tenants: projects that are no domains. */
  tenants(): Declared[] {
    return this.of("project").filter(({ props }) => props.isDomain !== true);
  }

  private findOwner(resource: Declared): Owner | undefined {
    const short = SHORT.get(resource.type);
    if (short === "project") return this.projectOwner({ resource });
    for (const key of PROJECT_KEYS) {
      const given = resource.props[key] !== undefined || resource.comesFrom[key] !== undefined;
      if (!given) continue;
      const target = this.target(resource, key, "project");
      return target && this.projectOwner(target);
    }
    const belongs = short && BELONGS_TO[short];
    if (belongs !== undefined) {
      const to = this.target(resource, ...belongs);
      if (to === undefined) return undefined;
      if ("resource" in to) return this.ownerOf(to.resource);
    }
    return this.providerOwner(resource);
  }

  private projectOwner(target: Target): Owner {
    if ("id" in target) return { key: `id:${target.id}`, name: `project ${target.id}` };
    const { resource } = target;
    return {
      key: resource.urn,
      name: text(resource, "name") ?? resource.name,
      tenant: resource,
    };
  }

  /** What is in no project by itself is in the one its provider logs in to. */
  private providerOwner(resource: Declared): Owner {
    const provider = this.find(resource.provider);
    if (provider === undefined) return { key: "provider", name: "the provider's project" };
    const target = this.target(provider, "tenantId", "project");
    if (target !== undefined) return this.projectOwner(target);
    // The one that the engine makes logs in as its environment says.
    if (/^default(_|$)/.test(provider.name) && text(provider, "tenantName") === undefined) {
      return { key: "provider", name: "the provider's project" };
    }
    const name = text(provider, "tenantName") ?? provider.name;
    return { key: `provider:${provider.urn}`, name: `project ${name}` };
  }
}
