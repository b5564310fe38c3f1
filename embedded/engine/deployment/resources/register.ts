import type { Properties, ResourceState, StepInfo } from "../../types";
import { UNKNOWN } from "../../types";
import { Stopped } from "../execution";
import type { Execution } from "../execution";
import { messageOf } from "../plugins/rpc";
import type { Provider, Subject } from "../plugins/types";
import type { PolicyPacks } from "../policy";
import type { Providers } from "../providers";
import type { Entry } from "../state";
import { parsePath, resetPath } from "../values/paths";
import { STACK_TYPE, createUrn, isProviderType, packageOf } from "../values/urn";
import { equal, markSecrets } from "../values/values";
import { aliasUrns } from "./aliases";
import { decide } from "./decide";
import { dependenciesOf } from "./dependencies";
import { desiredState } from "./goal";
import type { Goal } from "./goal";
import { importResource } from "./import";
import { create, update } from "./operations";
import { interruptedCreate } from "./pending";
import { replace } from "./replace";

/** What the program hears of a resource that it registered. */
export interface Registered {
  urn: string;
  /** Empty while it is not known. */
  id: string;
  outputs: Properties;
}

/** What registering a resource works with. */
export interface Registering {
  execution: Execution;
  providers: Providers;
  policies: PolicyPacks;
}

/** A resource on its way through registration. */
export interface Registration {
  goal: Goal;
  subject: Subject;
  provider: Provider | undefined;
  old: Entry | undefined;
  desired: ResourceState;
}

/**
 * Makes one resource what the program wants of it. What goes wrong is told and stops the run.
 * @throws Stopped
 */
export async function register(context: Registering, goal: Goal): Promise<Registered> {
  const { execution } = context;
  const { options } = execution;
  const urn = createUrn(options.stack, options.project.name, goal.parent, goal.type, goal.name);
  try {
    execution.proceed();
    execution.claim(urn);
    const made = await reach(context, urn, goal);
    return {
      urn,
      id: made.id === UNKNOWN ? "" : (made.id ?? ""),
      outputs: made.outputs ?? {},
    };
  } catch (error) {
    if (error instanceof Stopped || execution.stopSignal.aborted) throw error;
    return execution.fail(messageOf(error), urn);
  }
}

async function reach(context: Registering, urn: string, goal: Goal): Promise<ResourceState> {
  const { execution, providers } = context;
  const { state } = execution;
  const aliases = aliasUrns(execution.options, goal, state.aliased);
  const old = findOld(execution, urn, aliases);
  if (goal.type === STACK_TYPE) execution.rootUrn = urn;
  const parent = goal.parent === undefined ? undefined : state.latest(goal.parent);
  goal.protect ??= parent?.protect;
  goal.retainOnDelete ??= parent?.retainOnDelete;

  const reference = await referenceFor(context, goal);
  const subject = { urn, type: goal.type, name: goal.name };
  let provider: Provider | undefined;
  if (goal.custom) {
    provider = reference === undefined ? providers : await providers.get(reference);
  }
  const desired = desiredState(urn, goal, reference, aliases);
  const registration: Registration = { goal, subject, provider, old, desired };
  if (!execution.targets.includes(urn, dependenciesOf(desired))) {
    return leave(execution, old, desired);
  }
  const absent = dependenciesOf(desired).find((needed) => state.skipped.has(needed));
  if (absent !== undefined) {
    throw new Error(
      `Resource ${urn} depends on ${absent}, which is not in the state and not among the targets. ` +
        `Add it: --target '${absent}'`,
    );
  }

  if (goal.importId && old?.state.id !== goal.importId && old?.state.importID !== goal.importId) {
    return importResource(context, registration);
  }
  const recreating = old !== undefined && state.condemned.has(old.key);
  const before = recreating || old?.state.external ? undefined : old?.state.inputs;
  if (old !== undefined && before !== undefined) {
    desired.inputs = ignoring(goal.inputs, before, goal.ignoreChanges);
  }
  const pending = interruptedCreate(execution, desired)?.inputs;
  await checkInputs(context, registration, before ?? pending);
  await context.policies.examine(desired, goal);

  if (old === undefined || old.state.external) return createNew(execution, registration);
  if (recreating) return replace(context, registration, [], undefined);
  const decision = await decide(execution, providers, provider, subject, old.state, desired);
  if (state.condemned.has(old.key)) return replace(context, registration, [], undefined);
  if (decision.action === "replace" || execution.targets.replaces(urn)) {
    // Defaults were carried over from the resource that goes: the new one gets its own.
    desired.inputs = goal.inputs;
    await checkInputs(context, registration, pending);
    await context.policies.mend(desired, goal);
    return replace(context, registration, decision.diff, decision.deleteBeforeReplace);
  }
  if (decision.action === "update") return updateOld(execution, registration, old, decision.diff);
  return same(context, registration, old);
}

function findOld(execution: Execution, urn: string, aliases: string[]): Entry | undefined {
  const { state } = execution;
  const direct = state.olds.get(urn);
  if (direct !== undefined) return direct;
  for (const alias of aliases) {
    const old = state.olds.get(alias);
    if (old === undefined || state.news.has(alias) || state.renamed.has(alias)) continue;
    state.renamed.set(alias, urn);
    state.aliased.set(urn, alias);
    return old;
  }
  return undefined;
}

/** The provider that a resource is to name; providers and components name none. */
async function referenceFor(context: Registering, goal: Goal): Promise<string | undefined> {
  if (!goal.custom || isProviderType(goal.type)) return undefined;
  if (goal.provider) return goal.provider;
  return context.providers.default(packageOf(goal.type), goal.version);
}

/** A resource that the run is not about stays what it was, or is not made. */
async function leave(
  execution: Execution,
  old: Entry | undefined,
  desired: ResourceState,
): Promise<ResourceState> {
  if (old === undefined) {
    execution.state.skipped.add(desired.urn);
    return { ...desired, outputs: {} };
  }
  await execution.state.keepWithNeeds(old);
  return old.state;
}

function ignoring(inputs: Properties, olds: Properties, paths: string[]): Properties {
  return paths.reduce((made, path) => resetPath(made, olds, parsePath(path)), inputs);
}

export async function checkInputs(
  { execution }: Registering,
  { provider, subject, desired, goal }: Registration,
  olds: Properties | undefined,
): Promise<void> {
  if (provider === undefined) return;
  const { inputs, failures } = await provider.check(subject, olds, desired.inputs ?? {});
  if (failures.length > 0) {
    for (const { property, reason } of failures) {
      const where = property === "" ? "" : ` property ${property}:`;
      execution.tell(
        "error",
        `${goal.type} resource '${goal.name}':${where} ${reason}`,
        subject.urn,
      );
    }
    execution.stop();
    throw new Stopped("the inputs of a resource are wrong");
  }
  desired.inputs = inputs;
}

async function createNew(
  execution: Execution,
  { subject, provider, desired, old }: Registration,
): Promise<ResourceState> {
  const step: StepInfo = { op: "create", urn: subject.urn, new: desired };
  const made = await execution.step(step, async () => {
    if (provider === undefined) {
      const now = { created: new Date().toISOString(), modified: new Date().toISOString() };
      const state: ResourceState = { ...desired, outputs: {}, ...now };
      await execution.state.register(state, old);
      return state;
    }
    const { state, ended } = await create(execution, provider, subject, desired);
    await execution.state.register(state, old, ended);
    failIfPartial(state);
    return state;
  });
  return made ?? desired;
}

async function updateOld(
  execution: Execution,
  { subject, provider, desired }: Registration,
  old: Entry,
  diff: StepInfo["diff"],
): Promise<ResourceState> {
  const step: StepInfo = { op: "update", urn: subject.urn, old: old.state, new: desired, diff };
  const made = await execution.step(step, async () => {
    if (provider === undefined) {
      const outputs = old.state.outputs ?? {};
      const state: ResourceState = { ...desired, outputs, modified: new Date().toISOString() };
      if (old.state.created !== undefined) state.created = old.state.created;
      await execution.state.register(state, old);
      return state;
    }
    const { state, ended } = await update(execution, provider, subject, old.state, desired);
    await execution.state.register(state, old, ended);
    failIfPartial(state);
    return state;
  });
  return made ?? desired;
}

async function same(
  { execution, providers }: Registering,
  { subject, desired, goal }: Registration,
  old: Entry,
): Promise<ResourceState> {
  const { id, outputs, created, modified } = old.state;
  const state: ResourceState = { ...desired, created, modified };
  if (id !== undefined) state.id = id;
  if (outputs !== undefined) {
    state.outputs = markSecrets(outputs, desired.inputs ?? {}, goal.additionalSecretOutputs);
  }
  const step: StepInfo = { op: "same", urn: subject.urn, old: old.state, new: state };
  execution.count(step);
  if (isProviderType(goal.type)) await providers.same(subject, id ?? "", desired.inputs ?? {});
  if (equal(state, old.state)) await execution.state.keep(old);
  else await execution.state.register(state, old);
  return state;
}

/** A resource that is there but did not come up whole is an error, after its state is safe. */
export function failIfPartial(state: ResourceState): void {
  if (state.initErrors === undefined) return;
  throw new Error(
    ["The resource was made but did not come up whole:", ...state.initErrors].join("\n  "),
  );
}
