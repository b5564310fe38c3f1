import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "./host";
import { quote, quoteAll } from "./shell";

/** A file that a step keeps on its host. */
export interface HostFile {
  path: string;
  content: string;
  /** @default "0644" */
  mode?: string;
  /** @default "root" */
  owner?: string;
  /** @default the owner */
  group?: string;
}

/** A directory that a step keeps on its host. */
export type HostDirectory = Omit<HostFile, "content">;

/** What a step does. */
export interface StepContent {
  /** Debian packages; those that are missing are installed, without starting anything. */
  packages?: string[];
  directories?: HostDirectory[];
  files?: HostFile[];
  /** Bash, run after the files with `set -eu`; the functions of step.sh are at hand. */
  script?: string;
  /** Words that must not appear in an error message. */
  secrets?: string[];
}

const RUNTIME = readFileSync(join(__dirname, "step.sh"), "utf8");

/** Goes over the wire as a command line; all the rest, secrets included, goes over standard input. */
const COMMAND = 'if [ "$(id -u)" = 0 ]; then exec bash -s; else exec sudo -n bash -s; fi';

const renderFile = (file: HostFile): string => {
  const { path, mode = "0644", owner = "root", group = owner } = file;
  const encoded = Buffer.from(file.content)
    .toString("base64")
    .replace(/(.{1,120})/g, "$1\n");
  return `put_file ${quoteAll([path, mode, owner, group])} <<'CONTENT'\n${encoded}CONTENT\n`;
};

const renderDirectory = ({ path, mode = "0755", owner = "root", group = owner }: HostDirectory) =>
  `put_directory ${quoteAll([path, mode, owner, group])}\n`;

/**
 * The text that bash reads on the host.
 * @param root a folder that stands for the host's root directory, for tests
 */
export function renderStep(name: string, content: StepContent, root = ""): string {
  const directories = (content.directories ?? []).map(renderDirectory).join("");
  const files = (content.files ?? []).map(renderFile).join("");
  const body = [
    `PACKAGES=(${quoteAll(content.packages ?? [])})`,
    `SECRETS=(${quoteAll(content.secrets ?? [])})`,
    `step_files() {\n${directories}${files}return 0\n}`,
    `step_converge() {\n${content.script ?? ""}\nreturn 0\n}`,
    RUNTIME,
  ].join("\n");
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 16);
  const head = [`STEP=${quote(name)}`, `DIGEST=${digest}`, `ROOT=${quote(root)}`].join("\n");
  return `${head}\n${body}\nstep_run </dev/null\n`;
}

export interface StepArgs {
  host: Host;
  content: pulumi.Input<StepContent>;
}

/**
 * A set of files and one script for one service on one host. It runs again when, and only when,
 * its files, its script or the way to the host change, or the host is installed anew. Its script may
 * run any number of times. Deleting it leaves the host as it is, so a host that is gone blocks nothing.
 *
 * What it prints stays on the host, readable by root: /var/log/openstack-environment/NAME.log.
 */
export class Step extends command.remote.Command {
  constructor(name: string, args: StepArgs, opts?: pulumi.CustomResourceOptions) {
    const text = pulumi.output(args.content).apply((content) => renderStep(name, content));
    super(
      name,
      {
        connection: args.host.connection,
        create: COMMAND,
        update: COMMAND,
        stdin: pulumi.secret(text),
        triggers: args.host.installation === undefined ? undefined : [args.host.installation],
        logging: "none",
        addPreviousOutputInEnv: false,
      },
      opts,
    );
  }
}
