import type { Execution } from "../execution";

/**
 * Deals with the operations that an earlier run left under way when it was killed. Those on
 * resources that the state knows are of no further interest: they are done again where that is
 * needed. Whether a resource that was being created exists is not known; the operator is told until
 * a refresh, which is the operator's word that it has been seen to.
 */
export async function settlePending(execution: Execution): Promise<void> {
  const { pendingOperations } = execution.options.snapshot;
  const clears = execution.options.command === "refresh";
  const over = pendingOperations.flatMap(({ type }, operation) =>
    clears || (type !== "creating" && type !== "importing")
      ? [{ kind: "end" as const, operation }]
      : [],
  );
  for (const { type, resource } of pendingOperations) {
    const end =
      type === "creating"
        ? "If it was, import it or delete it by hand: this engine does not know its id. " +
          (clears
            ? "It is now taken off the list of pending operations."
            : "Then run `refresh`, which takes it off the list of pending operations.")
        : "It is done again where needed.";
    const question = type === "creating" ? "It may have been created all the same." : "";
    execution.tell(
      "warning",
      `An earlier run was interrupted while ${type} ${resource.urn}. ${question} ${end}`.replace(
        /\s+/g,
        " ",
      ),
      resource.urn,
    );
  }
  await execution.state.write(over, true);
}
