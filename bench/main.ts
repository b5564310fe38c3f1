/**
 * `make bench`: how long things take on this computer, against what is run beside them.
 * `make bench PARTS="tenants"` measures some parts only: `nothing` (builds the lab anew, so what is on
 * it is lost), `rest` and `tenants`, which take the lab as it stands (`make up`), `metal`, which
 * leaves no lab, and `policy`, `prices` and `reports`, which need none.
 */
import { ROOT, run, say } from "./command";
import { atRest, fromNothing } from "./lab";
import { metal } from "./metal";
import { policy } from "./policy";
import { prices } from "./prices";
import { reports } from "./reports";
import { table, type Figure } from "./table";
import { tenants } from "./tenants";

const PARTS: Record<string, () => Promise<Figure[]>> = {
  nothing: fromNothing,
  rest: atRest,
  tenants,
  metal,
  policy,
  prices,
  reports,
};

async function main(): Promise<void> {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((part) => !(part in PARTS));
  if (unknown.length > 0) {
    throw new Error(
      `No such part: ${unknown.join(", ")}. There are ${Object.keys(PARTS).join(", ")}.`,
    );
  }
  const figures: Figure[] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (asked.length === 0 || asked.includes(name)) figures.push(...(await part()));
  }
  const commit = run(["git", "rev-parse", "--short", "HEAD"], { cwd: ROOT }).trim();
  say(`\ncommit ${commit}\n\n${table(figures)}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
