import { ApiError, objectIn } from "../../openstack";

/**
 * What a 409 means: `locked` by another request, which passes in seconds; a state `transition` is
 * under way, which is to be waited for; or it is `refused`, and asking again changes nothing.
 */
export type Conflict = "locked" | "transition" | "refused";

export function conflictOf(error: unknown): Conflict | undefined {
  if (!(error instanceof ApiError)) return undefined;
  // Requests at once on SQLite: a lock went that was to be given back. Whatever was done, asking again shows it.
  if (error.status === 400 && /found not to be locked on release/.test(error.reason)) {
    return "locked";
  }
  if (error.status !== 409) return undefined;
  if (/is locked by host|is presently locked/.test(error.reason)) return "locked";
  if (
    /while a state transition is in progress|while it is in state "inspecting"/.test(error.reason)
  ) {
    return "transition";
  }
  return "refused";
}

/** The state that a node was in was not the one that a provision verb is for. */
export function isWrongState(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.status === 400 &&
    /requested action .* can not be performed on node/.test(error.reason)
  );
}

/** Ironic's own words: JSON in a string within JSON, or plain text from what stands before it. */
export function faultOf(body: string): string {
  const { error_message: message, faultstring } = objectIn(body);
  const text = message ?? faultstring;
  if (typeof text === "object" && text !== null) return said(text) ?? body;
  if (typeof text !== "string") return body.replace(/\s+/g, " ").trim().slice(0, 1000);
  return said(objectIn(text)) ?? text;
}

interface Fault {
  faultstring?: unknown;
  description?: unknown;
}

function said(fault: Fault): string | undefined {
  return [fault.faultstring, fault.description].find((text) => typeof text === "string");
}
