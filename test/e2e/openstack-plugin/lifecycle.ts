import assert from "node:assert/strict";
import type { Properties } from "../../../embedded/engine/types";
import type { Provider } from "../../../providers/server/types";
import type { Body, OpenStackApi, ServiceType } from "../support/openstack-api";
import { Live, quiet, subset } from "./live";

/** One resource from its creation to its end. */
export interface Lifecycle {
  inputs: Properties;
  /** What the API, asked without the plugin, has of it; nothing where it is gone. */
  see: (id: string) => Promise<Body | undefined>;
  /** What the API shows, among other things, after the creation. */
  shows: Body;
  /** Changes in place, one after the other, and what the API then shows. */
  changes?: [Properties, Body][];
  /** A change that replaces it, and what the API shows of what came in its place. */
  replace?: [Properties, Body];
  /** The old one goes first, as the two cannot stand side by side (`deleteBeforeReplace`). */
  deleteFirst?: boolean;
  /** Inputs that an import cannot know. */
  notImported?: string[];
  /** False where an id alone does not tell which one it is. @default true */
  importable?: boolean;
  /** What the API shows after the deletion, where it shows anything. */
  remains?: Body;
  /** Who does it. @default the administrator */
  provider?: Provider;
}

/** What all cases share. */
export interface Cloud {
  api: OpenStackApi;
  /** The plugin, logged in as the administrator. */
  provider: Provider;
  /** The plugin with other credentials. */
  providerFor: (config: Properties) => Promise<Provider>;
  /** Id of the lab's smallest flavor, which only tenants see by its name. */
  tinyFlavor: string;
}

/** Where a case runs. What it makes by `make` is removed by `clean`. */
export class Bench {
  private readonly made: Live[] = [];

  constructor(
    readonly cloud: Cloud,
    /** Begins the name of whatever is made. */
    readonly run: string,
  ) {}

  async make(type: string, inputs: Properties, provider = this.cloud.provider): Promise<Live> {
    const live = await Live.create(provider, type, inputs);
    this.made.push(live);
    return live;
  }

  async clean(): Promise<void> {
    const failed: string[] = [];
    for (const live of this.made.splice(0).reverse()) {
      await live.remove().catch((error: Error) => failed.push(`${live.type}: ${error.message}`));
    }
    assert.deepEqual(failed, [], "something is left behind");
  }

  async invoke(token: string, args: Properties): Promise<Properties> {
    const found = await this.cloud.provider.functions?.[`openstack:${token}`]?.invoke(args, quiet);
    assert.ok(found, `the plugin has no function ${token}`);
    return found.outputs;
  }

  /** How the API has one resource: `GET path/ID`, and what is under `key` there. */
  item(service: ServiceType, path: string, key: string, version = "") {
    return async (id: string): Promise<Body | undefined> => {
      const answer = await this.cloud.api.get(service, `${path}/${id}`, { version });
      return key === "" ? answer : (answer?.[key] as Body | undefined);
    };
  }

  /** Create, refresh, change, import, replace, delete; each seen in the API. */
  async live({ type, life: lifeOf }: Case): Promise<void> {
    const life = await lifeOf(this);
    const shows = async (live: Live, expected: Body): Promise<void> => {
      const found = await life.see(live.id);
      assert.ok(found, "the API does not have it");
      assert.deepEqual(subset(found, Object.keys(expected)), expected);
      await live.isStill();
    };
    let live = await this.make(type, life.inputs, life.provider);
    await shows(live, life.shows);
    for (const [change, expected] of life.changes ?? []) {
      live = await live.change(change);
      this.made.push(live);
      await shows(live, expected);
    }
    if (life.importable !== false) await live.imports(life.notImported ?? []);
    if (life.replace) {
      const [change, expected] = life.replace;
      const old = live;
      live = await old.replace(change, life.deleteFirst);
      this.made.push(live);
      // A key pair's id is its name, which stays.
      if (old.id !== live.id) await this.isGone(life, old);
      await shows(live, expected);
    }
    await live.remove();
    await this.isGone(life, live);
  }

  private async isGone({ see, remains }: Lifecycle, live: Live): Promise<void> {
    const found = await see(live.id);
    assert.deepEqual(found && remains ? subset(found, Object.keys(remains)) : found, remains);
  }
}

export interface Case {
  type: string;
  title?: string;
  life: (bench: Bench) => Promise<Lifecycle>;
}
