import { Problem } from "../../problem";
import { readFaults } from "../faults";
import { ejectMedium, insertMedium } from "../media";
import type { BareMachine } from "../plan";
import { isOn, reset, RESETS } from "../power";
import { BOOT_TARGETS, changeSettings, DRIVES, OVERRIDES, readSettings } from "../settings";
import * as answers from "./answer";
import { NO_CONTENT, type Answer, type Json } from "./answer";
import {
  MANAGER,
  resourceAt,
  sessionResource,
  SESSIONS,
  subscriptionResource,
  SUBSCRIPTIONS,
  SYSTEM,
  type Subscription,
} from "./resources";
import type { Sessions } from "./sessions";

type Action = (body: Json) => Promise<Answer> | Answer;

/** One machine's management controller: what it answers to requests that were let in. */
export class Controller {
  private readonly subscriptions: Subscription[] = [];
  private subscribed = 0;
  /** Resets and media are done one after the other, as one small processor does. */
  private busy: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly machine: BareMachine,
    private readonly sessions: Sessions,
  ) {}

  /** @throws RedfishError */
  async answer(method: string, path: string, body: Json): Promise<Answer> {
    const { machine, subscriptions } = this;
    const found = resourceAt(path, {
      machine,
      on: isOn(machine),
      settings: readSettings(machine),
      sessions: this.sessions.list(),
      subscriptions,
    });
    const actions = this.actionsAt(path, found !== undefined);
    const allowed = [...(found ? ["GET", "HEAD"] : []), ...Object.keys(actions)];
    if (allowed.length === 0) throw answers.notFound(path);
    if (found && (method === "GET" || method === "HEAD")) return { status: 200, body: found };
    const action = actions[method];
    if (!action) throw answers.methodNotAllowed(method, allowed);
    const turn = this.busy.then(() => action(body));
    this.busy = turn.catch(() => undefined);
    return turn;
  }

  /** What a path takes besides reading. */
  private actionsAt(path: string, exists: boolean): Record<string, Action> {
    const { machine } = this;
    const [folder, id] = split(path);
    switch (path) {
      case SYSTEM:
        return { PATCH: (body) => this.patchSystem(body) };
      case `${SYSTEM}/Actions/ComputerSystem.Reset`:
        return {
          POST: async (body) => {
            await reset(machine, choose(body, "ResetType", RESETS));
            return NO_CONTENT;
          },
        };
      case `${MANAGER}/Actions/Manager.Reset`:
        return {
          POST: (body) => {
            choose(body, "ResetType", ["GracefulRestart", "ForceRestart"]);
            this.sessions.clear();
            return NO_CONTENT;
          },
        };
      case SESSIONS:
        return { POST: (body) => this.logIn(body) };
      case SUBSCRIPTIONS:
        return { POST: (body) => this.subscribe(body) };
    }
    if (exists && folder === SESSIONS) {
      return { DELETE: () => (this.sessions.delete(id), NO_CONTENT) };
    }
    if (exists && folder === SUBSCRIPTIONS) {
      const at = this.subscriptions.findIndex((subscription) => subscription.id === id);
      return { DELETE: () => (this.subscriptions.splice(at, 1), NO_CONTENT) };
    }
    return this.mediaActions(path);
  }

  private mediaActions(path: string): Record<string, Action> {
    const { machine } = this;
    for (const drive of DRIVES) {
      const actions = `${MANAGER}/VirtualMedia/${drive}/Actions/VirtualMedia`;
      if (path === `${actions}.EjectMedia`) {
        return { POST: async () => (await ejectMedium(machine, drive), NO_CONTENT) };
      }
      if (path !== `${actions}.InsertMedia`) continue;
      return {
        POST: async (body) => {
          const url = text(body, "Image");
          if (!/^https?:\/\/[^/]+\//.test(url)) {
            throw answers.notInList(url, "Image", ["http://HOST/PATH", "https://HOST/PATH"]);
          }
          if (readSettings(machine).media[drive]) throw answers.inUse(`${drive} holds a medium`);
          try {
            if (readFaults(machine).has("media")) throw new Problem("fault 'media' is switched on");
            await insertMedium(machine, drive, {
              url,
              user: optionalText(body, "UserName"),
              password: optionalText(body, "Password"),
            });
          } catch (error) {
            if (error instanceof Problem) throw answers.cannotFetch(url, error.message);
            throw error;
          }
          return NO_CONTENT;
        },
      };
    }
    return {};
  }

  private patchSystem(body: Json): Answer {
    for (const name of Object.keys(body)) {
      if (name !== "Boot") throw answers.unknownProperty(name);
    }
    const { BootSourceOverrideTarget, BootSourceOverrideEnabled, BootSourceOverrideMode, ...rest } =
      (body.Boot ?? {}) as Json;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw answers.unknownProperty(`Boot/${unknown}`);
    const of = <T extends string>(value: unknown, name: string, allowed: readonly T[]) => {
      if (value === undefined) return undefined;
      const chosen = allowed.find((each) => each === value);
      if (chosen === undefined) throw answers.notInList(value, `Boot/${name}`, allowed);
      return chosen;
    };
    of(BootSourceOverrideMode, "BootSourceOverrideMode", ["UEFI"]);
    const target = of(BootSourceOverrideTarget, "BootSourceOverrideTarget", BOOT_TARGETS);
    const override = of(BootSourceOverrideEnabled, "BootSourceOverrideEnabled", OVERRIDES);
    changeSettings(this.machine, ({ boot }) => {
      if (target !== undefined) boot.target = target;
      if (override !== undefined) boot.override = override;
    });
    return NO_CONTENT;
  }

  private logIn(body: Json): Answer {
    const [user, password] = [text(body, "UserName"), text(body, "Password")];
    if (!this.sessions.accepts(user, password)) throw answers.unauthorized();
    const session = this.sessions.create(user);
    const headers = { "X-Auth-Token": session.token, Location: `${SESSIONS}/${session.id}` };
    return { status: 201, headers, body: sessionResource(session) };
  }

  private subscribe(body: Json): Answer {
    const subscription = {
      id: String(++this.subscribed),
      destination: text(body, "Destination"),
      context: optionalText(body, "Context") ?? "",
    };
    this.subscriptions.push(subscription);
    const headers = { Location: `${SUBSCRIPTIONS}/${subscription.id}` };
    return { status: 201, headers, body: subscriptionResource(subscription) };
  }
}

function split(path: string): [string, string] {
  const at = path.lastIndexOf("/");
  return [path.slice(0, at), path.slice(at + 1)];
}

function text(body: Json, name: string): string {
  const value = body[name];
  if (typeof value !== "string" || value === "") throw answers.missing(name);
  return value;
}

function optionalText(body: Json, name: string): string | undefined {
  const value = body[name];
  return typeof value === "string" ? value : undefined;
}

function choose<T extends string>(body: Json, name: string, allowed: readonly T[]): T {
  if (body[name] === undefined) throw answers.missing(name);
  const chosen = allowed.find((each) => each === body[name]);
  if (chosen === undefined) throw answers.notInList(body[name], name, allowed);
  return chosen;
}
