import { run, say } from "./command";
import type { Figure } from "./table";

/** As much memory as the unit that makes reports may use for its objects, and what the test itself holds. */
const MEMORY = 260;

/** The report of one tenant with 10,000 machines for a month of hours. Needs no lab. */
export function reports(): Promise<Figure[]> {
  say("A report of 10,000 machines");
  const [read = 0, added = 0, made = 0, memory = 0] = run([
    "node",
    `--max-old-space-size=${MEMORY}`,
    "--import",
    "tsx",
    "bench/reports-run.ts",
  ])
    .trim()
    .split(" ")
    .map(Number);
  return Promise.resolve([
    { what: "report of 10,000 machines for a month", value: made, unit: "s", limit: 10 },
    { what: "a day's frames priced and summed up", value: read, unit: "s", limit: 10 },
    { what: "against only adding up CloudKitty's", value: read / added, unit: "x" },
    { what: "its process's memory", value: memory / 1024 ** 2, unit: "GiB", limit: 0.5 },
  ]);
}
