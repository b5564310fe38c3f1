import { randomUUID } from "node:crypto";

import type { Properties } from "../types";
import { UNKNOWN } from "../types";
import { Builtin } from "./builtin";
import type { Execution } from "./execution";
import { ProviderClient } from "./plugins/client";
import { OwnPlugins } from "./plugins/own";
import { startProvider } from "./plugins/start";
import type { StartedProvider } from "./plugins/start";
import type { CheckResult, Created, Diff, Provider, Subject } from "./plugins/types";
import type { Goal } from "./resources/goal";
import { equal, secret } from "./values/values";
import { nameOf, packageOf, providerType, splitReference } from "./values/urn";

const NO_DIFF: Diff = { changes: "none", replaces: [], changed: [], deleteBeforeReplace: false };

/**
 * The providers of a run. A provider is a resource itself: creating one configures its plugin, and
 * every other resource names it by `URN::ID`.
 */
export class Providers implements Provider {
  private readonly builtin: Provider;
  private readonly own: OwnPlugins;
  private readonly started: Promise<StartedProvider>[] = [];
  /** Started for a provider resource that is being registered; configured at the end of that. */
  private readonly checked = new Map<string, Promise<StartedProvider>>();
  private readonly configured = new Map<string, Promise<Provider>>();
  private readonly defaults = new Map<string, Promise<string>>();

  /** @param register registers a default provider as the program would have */
  constructor(
    private readonly execution: Execution,
    private readonly engineAddress: () => string,
    private readonly register: (goal: Goal) => Promise<{ urn: string; id: string }>,
  ) {
    this.builtin = new Builtin(execution.options);
    this.own = new OwnPlugins(engineAddress, (line) => execution.tell("info", line));
  }

  /** The provider that a reference names, configured as it is in this run or else as it was. */
  async get(reference: string): Promise<Provider> {
    const known = this.configured.get(reference);
    if (known !== undefined) return known;
    const { urn, id } = splitReference(reference);
    const renamed = this.execution.state.renamed.get(urn);
    if (renamed !== undefined) return this.get(`${renamed}::${id}`);
    const entries = [...this.execution.state.base.values(), ...this.execution.state.news.values()];
    const state = entries.map((entry) => entry.state).find((s) => s.urn === urn && s.id === id);
    if (state === undefined) {
      throw new Error(`The provider ${reference} is not in the state and not in the program.`);
    }
    const subject = { urn, type: state.type, name: nameOf(urn) };
    return this.configure(subject, id, state.inputs ?? {}, reference);
  }

  /** The reference of the provider that serves a package where the program names none. */
  default(name: string, version: string): Promise<string> {
    const providerName = version === "" ? "default" : `default_${version.replace(/[^\w]/g, "_")}`;
    const key = `${name}/${providerName}`;
    const known = this.defaults.get(key);
    if (known !== undefined) return known;
    const goal: Goal = {
      type: providerType(name),
      name: providerName,
      custom: true,
      inputs: { ...this.configOf(name), ...(version === "" ? {} : { version }) },
      dependencies: [],
      provider: "",
      propertyDependencies: {},
      version: "",
      ignoreChanges: [],
      replaceOnChanges: [],
      additionalSecretOutputs: [],
      aliases: [],
      importId: "",
      deletedWith: "",
    };
    const reference = this.register(goal).then(({ urn, id }) => `${urn}::${id || UNKNOWN}`);
    this.defaults.set(key, reference);
    return reference;
  }

  async check(
    subject: Subject,
    olds: Properties | undefined,
    news: Properties,
  ): Promise<CheckResult> {
    if (isBuiltin(subject)) return { inputs: news, failures: [] };
    const { client } = await this.start(subject);
    const { inputs, failures } = await client.checkConfig(subject, olds, news);
    if (news.version !== undefined) inputs.version = news.version;
    return { inputs, failures };
  }

  async diff(
    subject: Subject,
    old: { id: string; inputs: Properties; outputs: Properties },
    news: Properties,
  ): Promise<Diff> {
    if (isBuiltin(subject)) return NO_DIFF;
    const { client } = await this.start(subject);
    const diff = await client.diffConfig(subject, old, news);
    if (diff.changes !== "unknown") return diff;
    return { ...diff, changes: equal(old.inputs, news) ? "none" : "some" };
  }

  /** How a provider's configuration differs from that of another one. */
  async diffBetween(
    subject: Subject,
    reference: string,
    old: { id: string; inputs: Properties; outputs: Properties },
    news: Properties,
  ): Promise<Diff> {
    const provider = await this.get(reference);
    return provider instanceof ProviderClient ? provider.diffConfig(subject, old, news) : NO_DIFF;
  }

  async create(
    subject: Subject,
    inputs: Properties,
    _timeout: number,
    preview: boolean,
  ): Promise<Created> {
    const id = preview ? UNKNOWN : randomUUID();
    await this.configure(subject, id, inputs, `${subject.urn}::${id}`);
    return { id, outputs: inputs };
  }

  async update(
    subject: Subject,
    old: { id: string },
    news: Properties,
  ): Promise<Omit<Created, "id">> {
    await this.configure(subject, old.id, news, `${subject.urn}::${old.id}`);
    return { outputs: news };
  }

  /** The provider resource is as it was: its plugin is wanted with the same configuration. */
  async same(subject: Subject, id: string, inputs: Properties): Promise<void> {
    await this.configure(subject, id, inputs, `${subject.urn}::${id}`);
  }

  read(
    _subject: Subject,
    id: string,
    inputs: Properties | undefined,
    outputs: Properties,
  ): Promise<Created & { inputs?: Properties }> {
    return Promise.resolve({ id, inputs, outputs });
  }

  delete(): Promise<void> {
    return Promise.resolve();
  }

  invoke(token: string): Promise<never> {
    return Promise.reject(new Error(`${token} is not a function of a provider.`));
  }

  /** Asks the plugins to give up what they are doing. */
  async cancel(): Promise<void> {
    const started = await Promise.allSettled(this.started);
    const clients = started.flatMap((plugin) =>
      plugin.status === "fulfilled" ? [plugin.value.client] : [],
    );
    await Promise.allSettled(clients.map((client) => client.cancel()));
  }

  async stop(): Promise<void> {
    for (const plugin of await Promise.allSettled(this.started)) {
      if (plugin.status === "fulfilled") plugin.value.stop();
    }
    this.own.stop();
  }

  private configure(
    subject: Subject,
    id: string,
    inputs: Properties,
    reference: string,
  ): Promise<Provider> {
    const start = async (): Promise<Provider> => {
      if (isBuiltin(subject)) return this.builtin;
      const plugin = this.checked.get(subject.urn) ?? this.launch(subject);
      this.checked.delete(subject.urn);
      const client: ProviderClient = (await plugin).client;
      await client.configure(subject, id, inputs);
      return client;
    };
    const provider = start();
    this.configured.set(reference, provider);
    return provider;
  }

  private start(subject: Subject): Promise<StartedProvider> {
    const known = this.checked.get(subject.urn);
    if (known !== undefined) return known;
    const plugin = this.launch(subject);
    this.checked.set(subject.urn, plugin);
    return plugin;
  }

  private launch(subject: Subject): Promise<StartedProvider> {
    const name = packageOf(subject.type);
    const plugin = startProvider(this.execution, this.own, name, this.engineAddress());
    plugin.catch(() => undefined); // told to whoever awaits it
    this.started.push(plugin);
    return plugin;
  }

  /** The stack's configuration in the package's own namespace. */
  private configOf(name: string): Properties {
    const { config, configSecretKeys } = this.execution.options;
    const own = Object.entries(config).filter(([key]) => key.startsWith(`${name}:`));
    return Object.fromEntries(
      own.map(([key, value]) => [
        key.slice(name.length + 1),
        configSecretKeys.includes(key) ? secret(value) : value,
      ]),
    );
  }
}

function isBuiltin(subject: Subject): boolean {
  return packageOf(subject.type) === "pulumi";
}
