import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";

import type { EngineEvent, Properties, ResourceState } from "../../types";
import type { PolicyPack } from "../contract";
import type { Execution } from "../execution";
import { configurationSettings } from "../program/program";
import type { Goal } from "../resources/goal";
import { fromStruct } from "../values/struct";
import { readPluginFile, sdkScript } from "./locate";
import { analyzeRequest, stackRequest } from "./policyRequests";
import { policyConfiguration } from "./policyConfig";
import { awaitPort, startNode } from "./process";
import { CHANNEL_OPTIONS, INSECURE, call, optional } from "./rpc";

/** What a policy has to say, as the event tells it. */
export type Violation = Omit<Extract<EngineEvent, { kind: "policy-violation" }>, "kind">;

/** A policy pack in a process of its own. */
export interface PackServer {
  name: string;
  version: string;
  /** Its folder. */
  path: string;
  remediate(
    desired: ResourceState,
    goal: Goal,
    provider: ResourceState | undefined,
  ): Promise<{ inputs: Properties; notes: Violation[] }>;
  analyze(
    desired: ResourceState,
    goal: Goal,
    provider: ResourceState | undefined,
  ): Promise<Violation[]>;
  analyzeStack(
    resources: ResourceState[],
    providerOf: (state: ResourceState) => ResourceState | undefined,
  ): Promise<Violation[]>;
  stop(): void;
}

const LEVELS = ["advisory", "mandatory", "advisory", "remediate"] as const;
const SEVERITIES = [undefined, "low", "medium", "high", "critical"];

/**
 * Starts a policy pack with the SDK's own server and gives it its configuration.
 * @throws Error when it is none, or does not start, or its configuration is wrong
 */
export async function startPolicyPack(
  execution: Execution,
  pack: PolicyPack,
  engineAddress: string,
): Promise<PackServer> {
  const { projectDir, project, stack, organization } = execution.options;
  const path = resolve(projectDir, pack.path);
  const file = join(path, "PulumiPolicy.yaml");
  if (!existsSync(file))
    throw new Error(`There is no policy pack at ${path}: no PulumiPolicy.yaml.`);
  const { nodeargs, main } = readPluginFile(file);
  const config =
    pack.configFile === undefined ? {} : readConfig(resolve(projectDir, pack.configFile));
  const child = startNode({
    nodeargs,
    script: sdkScript(path, "run-policy-pack"),
    args: [engineAddress, main === undefined ? path : join(path, main)],
    cwd: path,
    settings: {
      ...configurationSettings(execution),
      PULUMI_NODEJS_PROJECT: project.name,
      PULUMI_NODEJS_STACK: stack,
      PULUMI_NODEJS_ORGANIZATION: organization,
      PULUMI_NODEJS_DRY_RUN: String(execution.preview),
    },
  });
  const server = await awaitPort(child, `The policy pack ${path}`, (line) =>
    execution.tell("info", line),
  );
  const client = new AnalyzerClient(server.address, INSECURE, CHANNEL_OPTIONS);
  const stop = (): void => {
    client.close();
    server.stop();
  };
  try {
    const info = await call<proto.AnalyzerInfo>((done) =>
      client.getAnalyzerInfo(new Empty(), done),
    );
    const configure = policyConfiguration(info, config, pack.configFile ?? path);
    await call<Empty>((done) => client.configure(configure, done));
    return serverOf(client, info, path, stop);
  } catch (error) {
    stop();
    throw error;
  }
}

function serverOf(
  client: AnalyzerClient,
  info: proto.AnalyzerInfo,
  path: string,
  stop: () => void,
): PackServer {
  const name = info.getName();
  const version = info.getVersion();
  return {
    name,
    version,
    path,
    remediate: async (desired, goal, provider) => {
      const request = analyzeRequest(desired, goal, provider);
      const answer = call<proto.RemediateResponse>((done) => client.remediate(request, done));
      const list = (await optional(answer, new proto.RemediateResponse())).getRemediationsList();
      let inputs = desired.inputs ?? {};
      const notes = list.map((item): Violation => {
        const failure = item.getDiagnostic();
        if (failure === "") inputs = fromStruct(item.getProperties());
        return {
          urn: desired.urn,
          policyPack: item.getPolicypackname() || name,
          policyPackVersion: item.getPolicypackversion() || version,
          policy: item.getPolicyname(),
          level: failure === "" ? "remediate" : "advisory",
          message: failure || item.getDescription(),
        };
      });
      return { inputs, notes };
    },
    analyze: async (desired, goal, provider) => {
      const request = analyzeRequest(desired, goal, provider);
      const answer = await call<proto.AnalyzeResponse>((done) => client.analyze(request, done));
      return answer.getDiagnosticsList().map((item) => violationOf(item, desired.urn));
    },
    analyzeStack: async (resources, providerOf) => {
      const request = stackRequest(resources, providerOf);
      const answer = await call<proto.AnalyzeResponse>((done) =>
        client.analyzeStack(request, done),
      );
      return answer.getDiagnosticsList().map((item) => violationOf(item, item.getUrn()));
    },
    stop,
  };
}

function readConfig(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`The policy configuration ${file} cannot be read: ${(error as Error).message}`);
  }
}

function violationOf(item: proto.AnalyzeDiagnostic, urn: string): Violation {
  return {
    urn: urn || undefined,
    policyPack: item.getPolicypackname(),
    policyPackVersion: item.getPolicypackversion(),
    policy: item.getPolicyname(),
    level: LEVELS[item.getEnforcementlevel()] ?? "mandatory",
    message: item.getMessage(),
    severity: SEVERITIES[item.getSeverity()],
  };
}
