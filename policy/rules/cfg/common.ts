import { made } from "../../cases";
import type { Declared } from "../../declared/resource";
import { number, objects, text, texts } from "../../declared/resource";
import type { CaseResource, CaseValue, ResourceRule } from "../../rule";
import { Ini } from "./ini";

/** A service on its hosts, with the files that are written there; and what hosts have before any. */
export const DEPLOYMENT = "openstack-environment:service:Deployment";

/** What stands in a file where a secret is. */
export const PLACEHOLDER = "[secret]";

export interface ShownFile {
  path: string;
  mode: string;
  owner: string;
  group: string;
  /** Undefined while it is unknown, and for code. */
  content?: string;
}

export interface ShownHost {
  name: string;
  /** On the management network. */
  address: string;
  files: ShownFile[];
}

export interface ShownPort {
  port: string;
  protocol: string;
  /** Names of networks whose hosts may reach it. */
  from: string[];
  /** Whether only hosts with certain roles may. */
  limited: boolean;
  /** Whether it is one of the load balancer, on an address that moves. */
  moving: boolean;
}

/** A part of a resource, so that the readers of resources read it. */
const inner = (props: Record<string, unknown>): Declared => ({
  urn: "",
  type: "",
  name: "",
  props,
  comesFrom: {},
});

export const hostsOf = (deployment: Declared): ShownHost[] =>
  objects(deployment, "hosts")
    .map(inner)
    .map((host) => ({
      name: text(host, "name") ?? "a host",
      address: text(host, "address") ?? "",
      files: objects(host, "files").map(inner).flatMap(fileOf),
    }));

function fileOf(file: Declared): ShownFile[] {
  const path = text(file, "path");
  if (path === undefined) return [];
  const owner = text(file, "owner") ?? "root";
  const { content } = file.props;
  return [
    {
      path,
      mode: text(file, "mode") ?? "0644",
      owner,
      group: text(file, "group") ?? owner,
      ...(typeof content === "string" ? { content } : {}),
    },
  ];
}

export const portsOf = (deployment: Declared): ShownPort[] =>
  objects(deployment, "ports")
    .map(inner)
    .map((port) => ({
      port: text(port, "port") ?? String(number(port, "port") ?? ""),
      protocol: text(port, "protocol") ?? "",
      from: texts(port, "from"),
      limited: texts(port, "roles").length > 0,
      moving: port.props.moving === true,
    }));

/** What is wrong with files, each told once with the hosts that it is on. */
export function inFiles(
  deployment: Declared,
  judge: (file: ShownFile, host: ShownHost) => string[],
): string[] {
  const hosts = new Map<string, string[]>();
  for (const host of hostsOf(deployment)) {
    for (const file of host.files) {
      for (const wrong of judge(file, host)) {
        const told = `${file.path}: ${wrong}`;
        hosts.set(told, [...(hosts.get(told) ?? []), host.name]);
      }
    }
  }
  return [...hosts].map(([told, names]) => `${told} (on ${shortList(names)})`);
}

const shortList = (names: string[]): string =>
  names.length <= 3 ? names.join(", ") : `${names[0] ?? ""} and ${names.length - 1} more`;

/** What is wrong with what is in files, by a pattern of their paths. */
export const inContents = (
  deployment: Declared,
  path: RegExp,
  judge: (content: string, host: ShownHost, file: ShownFile) => string[],
): string[] =>
  inFiles(deployment, (file, host) =>
    file.content !== undefined && path.test(file.path) ? judge(file.content, host, file) : [],
  );

/** Files that oslo.config reads; systemd, databases and web servers have sections of their own kind. */
const OSLO =
  /^\/etc\/(?!systemd\/|mysql\/|apache2\/|nginx\/|rabbitmq\/|haproxy\/|keepalived\/|libvirt\/)[^/]+\/.*\.(conf|ini)$/;

/** What is wrong in the configuration of OpenStack's services. */
export const inOslo = (
  deployment: Declared,
  judge: (config: Ini, file: ShownFile, host: ShownHost) => string[],
  path = OSLO,
): string[] => inContents(deployment, path, (text, host, file) => judge(new Ini(text), file, host));

/** A rule about what services are made of. */
export type ServiceRule = Omit<ResourceRule, "types">;

export const onServices = (rule: ServiceRule): ResourceRule => ({
  ...rule,
  types: [DEPLOYMENT],
});

type CaseFile = string | { content: CaseValue; mode?: string; owner?: string; group?: string };

/** A service of a case, on the host controller1. */
export const service = (
  name: string,
  files: Record<string, CaseFile>,
  ports: CaseValue[] = [],
): CaseResource =>
  made(DEPLOYMENT, {
    service: name,
    units: [name],
    ports,
    hosts: [
      {
        name: "controller1",
        address: "10.0.0.11",
        files: Object.entries(files).map(([path, file]) => ({
          path,
          mode: "0644",
          owner: "root",
          group: "root",
          ...(typeof file === "string" ? { content: file } : file),
        })),
      },
    ],
  });
