import type { Server, ServerUnaryCall, sendUnaryData } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { CallResponse, CheckFailure, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type { IResourceMonitorServer } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/resource_pb";

import { Stopped } from "../execution";
import type { Execution } from "../execution";
import { messageOf } from "../plugins/rpc";
import { invoke } from "../resources/invoke";
import { registerOutputs } from "../resources/outputs";
import { readResource } from "../resources/read";
import { register } from "../resources/register";
import type { Registering } from "../resources/register";
import { fromStruct, toStruct } from "../values/struct";
import { flattenOutputValues } from "../values/values";
import { goalOf, readGoalOf } from "./requests";

const FEATURES = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  // Not there. But where the SDK thinks so, they come here, and are refused by their names.
  "transforms",
  "invokeTransforms",
  "resourceHooks",
  "errorHooks",
]);

/** Lets the program register its resources: Pulumi's ResourceMonitor. */
export function serveMonitor(server: Server, context: Registering): void {
  const { execution } = context;
  server.addService(ResourceMonitorService, {
    supportsFeature: answer(execution, (request: proto.SupportsFeatureRequest) =>
      new proto.SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId())),
    ),
    getDeploymentInfo: answer(execution, () => deploymentInfo(execution)),
    registerResource: answer(execution, async (request: proto.RegisterResourceRequest) => {
      const made = await register(context, goalOf(request));
      return new proto.RegisterResourceResponse()
        .setUrn(made.urn)
        .setId(made.id)
        .setObject(toStruct(made.outputs));
    }),
    registerResourceOutputs: answer(
      execution,
      async (request: proto.RegisterResourceOutputsRequest) => {
        const outputs = flattenOutputValues(fromStruct(request.getOutputs()));
        await registerOutputs(execution, request.getUrn(), outputs);
        return new Empty();
      },
    ),
    readResource: answer(execution, async (request: proto.ReadResourceRequest) => {
      const made = await readResource(context, readGoalOf(request), request.getId());
      return new proto.ReadResourceResponse()
        .setUrn(made.urn)
        .setProperties(toStruct(made.outputs));
    }),
    invoke: answer(execution, async (request: proto.ResourceInvokeRequest) => {
      const { result, failures } = await invoke(context, {
        token: request.getTok(),
        args: flattenOutputValues(fromStruct(request.getArgs())),
        provider: request.getProvider(),
        version: request.getVersion(),
      });
      const list = failures.map(({ property, reason }) =>
        new CheckFailure().setProperty(property).setReason(reason),
      );
      return new InvokeResponse().setReturn(toStruct(result)).setFailuresList(list);
    }),
    call: answer(execution, (request: proto.ResourceCallRequest): CallResponse =>
      refuse(`Methods of resources (${request.getTok()})`),
    ),
    registerStackTransform: answer(execution, (): Empty => refuse("Stack transforms")),
    registerStackInvokeTransform: answer(execution, (): Empty => refuse("Invoke transforms")),
    registerResourceHook: answer(execution, (): Empty => refuse("Resource hooks")),
    registerErrorHook: answer(execution, (): Empty => refuse("Error hooks")),
    registerPackage: answer(execution, (): proto.RegisterPackageResponse =>
      refuse("Parameterized packages"),
    ),
    signalAndWaitForShutdown: answer(execution, () => new Empty()),
  } satisfies IResourceMonitorServer);
}

/**
 * A unary handler. When something fails the run stops and the program gets no answer: it is ended,
 * because the SDK takes very long to come to terms with an error.
 */
function answer<Request, Response>(
  execution: Execution,
  handle: (request: Request) => Response | Promise<Response>,
): (call: ServerUnaryCall<Request, Response>, done: sendUnaryData<Response>) => void {
  return (call, done) => {
    Promise.resolve(call.request)
      .then(handle)
      .then((response) => done(null, response))
      .catch((error: unknown) => {
        if (error instanceof Stopped || execution.stopSignal.aborted) return;
        execution.tell("error", messageOf(error), execution.rootUrn);
        execution.stop();
      });
  };
}

function refuse(what: string): never {
  throw new Error(
    `${what}: the embedded engine does not have that. Leave it out, or run the program with the ` +
      "pulumi command.",
  );
}

function deploymentInfo({ options, preview }: Execution): proto.DeploymentInfo {
  const info = new proto.DeploymentInfo()
    .setProject(options.project.name)
    .setStack(options.stack)
    .setOrganization(options.organization)
    .setConfigsecretkeysList(options.configSecretKeys)
    .setDryrun(preview)
    .setParallel(options.parallel);
  for (const [key, value] of Object.entries(options.config)) info.getConfigMap().set(key, value);
  return info;
}
