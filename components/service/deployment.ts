import * as pulumi from "@pulumi/pulumi";
import { hostsWith, quote, quoteAll, Step, type Host, type StepContent } from "../host";
import { secretWords, type Secrets } from "./secrets";
import type { Health, Place, Service, Site } from "./service";
import { shown } from "./shown";

const PATIENCE = 90;

export interface DeploymentArgs<S, X> {
  service: Service<S, X, string>;
  site: S;
  secrets: pulumi.Output<X>;
  /** What stands for the secrets where policies look at the service: see {@link shown}. */
  placeholders: X;
  /** What must be done before the service's one-off steps. @default what its units wait for */
  prepareAfter?: pulumi.Input<pulumi.Resource>[];
  /** What must be done before its units start. */
  startAfter?: pulumi.Input<pulumi.Resource>[];
  /** Steps that made a host ready, by the host's name. */
  hosts: Record<string, pulumi.Resource>;
}

/** A service on its hosts: one-off work on the first, then a step on each. */
export class Deployment<S extends { hosts: Host[] } = Site, X extends object = Secrets>
  extends pulumi.ComponentResource
{
  /** The steps after which the service works on every host. */
  readonly ready: pulumi.Resource[];

  constructor(name: string, args: DeploymentArgs<S, X>, opts?: pulumi.ComponentResourceOptions) {
    const { service, site, placeholders, startAfter = [], prepareAfter = startAfter } = args;
    const peers = hostsWith(site.hosts, ...service.roles);
    // Steps are secret, and unknown at the first preview: policies look at the component instead.
    super(
      "openstack-environment:service:Deployment",
      name,
      { ...shown(service, site, peers, placeholders) },
      opts,
    );
    const step = (
      stepName: string,
      host: Host,
      render: (place: Place<S, X>) => StepContent,
      dependsOn: pulumi.Input<pulumi.Resource>[],
    ): Step => {
      const content = args.secrets.apply((secrets) =>
        withSecrets(render({ site, host, peers, secrets }), secrets),
      );
      const ready = args.hosts[host.name];
      return new Step(
        stepName,
        { host, content },
        { parent: this, dependsOn: ready === undefined ? dependsOn : [ready, ...dependsOn] },
      );
    };

    const [first] = peers;
    const { prepare } = service;
    const prepared =
      prepare === undefined || first === undefined
        ? []
        : [
            step(
              `${name}-prepare`,
              first,
              (place) => ({ ...content(service, place), script: prepare(place) }),
              prepareAfter,
            ),
          ];
    // Controllers follow one another, so that a change never stops a service everywhere at once.
    const oneByOne = service.roles.includes("controller");
    const before: Step[] = [];
    this.ready = peers.map((host) => {
      const made = step(
        `${name}-${host.name}`,
        host,
        (place) => ({ ...content(service, place), script: script(service, place) }),
        [...startAfter, ...prepared, ...(oneByOne ? before.slice(-1) : [])],
      );
      before.push(made);
      return made;
    });
    this.registerOutputs({});
  }
}

const content = <S, X>(service: Service<S, X, string>, place: Place<S, X>): StepContent => ({
  packages: service.packages,
  directories: service.directories?.(place) ?? [],
  files: service.files?.(place) ?? [],
});

/** The files whose change restarts the units: those named, or else all of the service's. */
const watched = <S, X>(service: Service<S, X, string>, place: Place<S, X>): string[] =>
  service.restartOn ?? (service.files?.(place) ?? []).map((file) => file.path);

/** What a step of the service runs on one host, health checks included. */
export function script<S, X>(service: Service<S, X, string>, place: Place<S, X>): string {
  const patience = service.patience ?? PATIENCE;
  return [
    `UNITS=(${quoteAll(service.units)})`,
    service.before?.(place) ?? "",
    `ensure_units ${quoteAll(service.units)} -- ${quoteAll(watched(service, place))}`,
    ...(service.health?.(place) ?? []).map((check) => healthCheck(service.name, patience, check)),
    service.after?.(place) ?? "",
  ]
    .filter((part) => part.trim() !== "")
    .join("\n");
}

function healthCheck(name: string, patience: number, check: Health): string {
  const wait = (what: string, command: string): string =>
    `wait_for ${patience} ${quote(`${name}: ${what}`)} ${command}`;
  if ("http" in check) return wait(check.http, `answers_http ${quote(check.http)}`);
  if ("command" in check) return wait(check.command, `bash -c ${quote(check.command)}`);
  const { address, port } = check.tcp;
  return wait(`${address} port ${port}`, `answers_tcp ${quote(address)} ${port}`);
}

/** Names the secrets that the step really holds, so that changing another one leaves it alone. */
export function withSecrets(step: StepContent, secrets: object): StepContent {
  const text = [step.script ?? "", ...(step.files ?? []).map((file) => file.content)].join("\n");
  return { ...step, secrets: secretWords(secrets).filter((word) => text.includes(word)) };
}
