/**
 * The SDK notes a stack trace with each of its promises, by an error without a message. To find the lines
 * of TypeScript for all of them is a tenth of a run's time and most of a large one's memory, and nobody is
 * ever shown one. Other errors are as they were.
 */
export function sparePromisesTheirTraces(): void {
  const prepare = Error.prepareStackTrace?.bind(Error);
  Error.prepareStackTrace = (error, sites): unknown =>
    error.message === ""
      ? ""
      : (prepare?.(error, sites) ?? [String(error), ...sites.map(String)].join("\n    at "));
}
