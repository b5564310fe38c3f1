import { listen } from "../../providers/server/serve";
import type { Provider } from "../../providers/server/types";

/** What the engine asks for: a plugin that serves, for one provider resource. */
export interface Asked {
  /** Comes back in the answer. */
  id: number;
  /** Name of the package. */
  name: string;
  /** Where the engine serves, for what the plugin has to say. */
  engineAddress: string;
}

export type Answered = { id: number } & ({ port: number } | { error: string });

/** Loaded when first asked for: a run needs few of them. */
const PLUGINS: Record<string, () => Promise<Provider>> = {
  cloudkitty: async () =>
    (await import("../../providers/cloudkitty/provider")).cloudkittyProvider(),
  command: async () => (await import("./command/provider")).command,
  openstack: async () => (await import("./openstack/provider")).openstack(),
  random: async () => (await import("./random/provider")).random,
  tls: async () => (await import("./tls/provider")).tls,
};

async function serve({ id, name, engineAddress }: Asked): Promise<Answered> {
  try {
    const plugin = await PLUGINS[name]?.();
    if (plugin === undefined) return { id, error: `there is no plugin "${name}"` };
    const { port } = await listen(plugin, engineAddress);
    return { id, port };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Serves all of the engine's own plugins from one process, each provider resource at a port of its own:
 * to start Node costs more than most runs ask of a plugin. Ends with the engine.
 */
process.on("message", (asked: Asked) => {
  void serve(asked).then((answered) => process.send?.(answered));
});
// The terminal sends Ctrl-C to plugins, too; it is the engine that decides what it means.
process.on("SIGINT", () => undefined);
