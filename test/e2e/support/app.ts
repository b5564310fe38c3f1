import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { must, ROOT, run, type Ended } from "./command";
import { temporaryFolder } from "../../support/folder";

export interface AppOutputs {
  url: string;
  address: string;
  privateAddress: string;
  machineId: string;
}

const folder = temporaryFolder("lab-e2e");

/** The example of `examples/app`, as an app team of a tenant uses it. */
export class App {
  constructor(
    private readonly tenant: string,
    private readonly settings: Record<string, string> = {},
  ) {}

  async up(): Promise<AppOutputs> {
    const config = {
      "app:cloudStack": "organization/openstack-environment/lab",
      "app:tenant": this.tenant,
      ...this.settings,
    };
    // A run of these tests that was killed leaves a stack of a cloud that is gone.
    await this.tryPulumi("stack", "rm", "--yes", "--force", "--preserve-config");
    writeFileSync(this.configFile, stringify({ config }));
    await this.pulumi("up", "--yes", "--skip-preview");
    return JSON.parse(await this.pulumi("stack", "output", "--json")) as AppOutputs;
  }

  async destroy(): Promise<void> {
    await this.pulumi("destroy", "--yes", "--skip-preview");
    await this.pulumi("stack", "rm", "--yes");
  }

  private get configFile(): string {
    return join(folder, `Pulumi.${this.tenant}.yaml`);
  }

  private pulumi(...words: string[]): Promise<string> {
    return must(...this.command(words));
  }

  private tryPulumi(...words: string[]): Promise<Ended> {
    return run(...this.command(words));
  }

  private command(words: string[]): [string[], { cwd: string }] {
    const stack = ["--stack", `e2e-${this.tenant}`, "--config-file", this.configFile];
    return [[join(ROOT, "bin/pulumi"), ...words, ...stack], { cwd: join(ROOT, "examples/app") }];
  }
}
