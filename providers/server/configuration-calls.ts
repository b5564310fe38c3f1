import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Properties } from "./property";
import { checkConfiguration } from "./config";
import { diffInputs } from "./diff";
import { ProviderError } from "./errors";
import type { Provider } from "./types";
import { fromStruct, revealAll, secret } from "./values";
import { checkResponse, configureInputs, diffResponse } from "./wire";

/** The calls about a provider's own configuration. */
export class ConfigurationCalls {
  constructor(private readonly provider: Provider) {}

  async checkConfig(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    const given = fromStruct(request.getNews());
    const table = this.provider.config ?? {};
    const { inputs, failures } = checkConfiguration(table, revealAll(given));
    if (failures.length === 0 && this.provider.checkConfig) {
      failures.push(...(await this.provider.checkConfig(inputs)));
    }
    // What the program gave is what the state keeps; defaults are applied at each start.
    const sealed = Object.entries(given).map(([name, value]) => [
      name,
      table[name]?.secret ? secret(value) : value,
    ]);
    return checkResponse(Object.fromEntries(sealed) as Properties, failures);
  }

  diffConfig(request: pb.DiffRequest): pb.DiffResponse {
    const olds = request.hasOldInputs() ? request.getOldInputs() : request.getOlds();
    return diffResponse(
      diffInputs(
        revealAll(fromStruct(olds)),
        revealAll(fromStruct(request.getNews())),
        () => false,
      ),
    );
  }

  async configure(request: pb.ConfigureRequest): Promise<pb.ConfigureResponse> {
    const [given = {}] = configureInputs(request);
    const { inputs, failures } = checkConfiguration(this.provider.config ?? {}, revealAll(given));
    if (failures.length > 0) {
      const reasons = failures.map(({ property, reason }) => `${property}: ${reason}`);
      throw new ProviderError(
        `the configuration of provider ${this.provider.name} is wrong: ${reasons.join("; ")}`,
      );
    }
    await this.provider.configure?.(inputs);
    return new pb.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
  }
}
