import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { Step, type Host, type StepContent } from "../../host";
import { intervalOf, type ReportSettings } from "./settings";
import { LOGS, PROJECTS, RUN_UNIT } from "./units";

export interface FirstReportsArgs {
  /** The billing host that makes reports. */
  host: Host;
  settings: ReportSettings;
  /** Ids of the tenants' projects by name. */
  projects: Record<string, pulumi.Input<string>>;
}

/** Seconds that a run of all reports may take before it is left to itself. */
const PATIENCE = 300;

/**
 * Tells the report service which projects the environment declares, and has it make their reports: so each
 * tenant has one as soon as it is there, though nothing is rated yet. Done again when tenants, their
 * projects, or what reports are told of them (budgets, outages, ...) change. A run that goes wrong is a
 * warning: the next one comes by itself.
 */
export class FirstReports extends Step {
  constructor(name: string, args: FirstReportsArgs, opts?: pulumi.CustomResourceOptions) {
    const { host, settings } = args;
    super(
      name,
      {
        host,
        content: pulumi.output(args.projects).apply((ids) => firstReports(settings, ids)),
      },
      opts,
    );
    this.stdout.apply((said) => {
      const warning = warningIn(said, settings, Date.now() / 1000);
      // A preview shows what was said before.
      if (warning !== undefined && !pulumi.runtime.isDryRun()) void pulumi.log.warn(warning, this);
    });
  }
}

/** What is done on the host. */
export function firstReports(
  settings: ReportSettings,
  projects: Record<string, string>,
): StepContent {
  const digest = createHash("sha256").update(JSON.stringify(settings)).digest("hex").slice(0, 16);
  return {
    files: [{ path: PROJECTS, content: `${JSON.stringify(projects, null, 2)}\n` }],
    // One that goes on may have begun before the projects were told.
    script: `# For the settings ${digest}.
end=$((SECONDS + ${PATIENCE}))
while [[ $(systemctl is-active ${RUN_UNIT}) == activating ]] && ((SECONDS < end)); do sleep 0.5; done
timeout ${PATIENCE} systemctl start ${RUN_UNIT} ||
  tell "failed $(date +%s) $(uname -n): $(tail -n 1 ${LOGS}/run.log)"`,
  };
}

/**
 * What to say of a run that went wrong. What a step printed stays in the state: once another run was made
 * since, nothing is to be said of it any more.
 * @param now seconds
 */
export function warningIn(
  printed: string,
  settings: ReportSettings,
  now: number,
): string | undefined {
  const [, at = "", host = "", last = ""] = /^failed (\d+) (.+?): (.*)$/m.exec(printed) ?? [];
  const interval = intervalOf(settings);
  if (host === "" || now - Number(at) >= interval) return undefined;
  return (
    `Not all reports could be made: "${last}". It is tried again every ${interval} seconds; ` +
    `${LOGS}/run.log on ${host} says more.`
  );
}
