/** A mistake of the operator, or bad luck, told in one message without a stack trace. */
export class Problem extends Error {
  override name = "Problem";
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

const REASONS: Record<string, string> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a part of that path is no folder",
};

/**
 * What to tell the operator of whatever went wrong. Errors of the system (no permission, say) are
 * not the program's: a message will do. Anything else is, and is told with where it happened.
 */
export function explain(error: unknown): string {
  if (error instanceof Problem || !(error instanceof Error)) return messageOf(error);
  if (!("syscall" in error)) return error.stack ?? error.message;
  const { code = "", path } = error as NodeJS.ErrnoException;
  const reason = REASONS[code];
  if (reason === undefined || path === undefined) return error.message;
  return (
    `${path} cannot be read or written: ${reason}. Mend that, or keep stacks in another folder by ` +
    "PULUMI_BACKEND_URL=file://PATH."
  );
}
