import { execFileSync } from "node:child_process";

/** A point of usage in a period of its own, as CloudKitty's pyscripts is given it. */
export interface Frame {
  /** When the period begins: ISO 8601, UTC. */
  begin: string;
  meter: string;
  project: string;
  /** What hashmap has made of it. */
  price: string;
  /** @default "1" */
  quantity?: string;
  metadata?: Record<string, string>;
}

/** A script and what it is run on. */
export interface Run {
  script: string;
  frames: Frame[];
}

const PROGRAM = `
import datetime, decimal, json, sys
out = []
for run in json.load(sys.stdin):
    code = compile(run["script"], "script", "exec")
    left = []
    for frame in run["frames"]:
        begin = datetime.datetime.fromisoformat(frame["begin"].replace("Z", "+00:00"))
        point = {"vol": {"unit": "x", "qty": decimal.Decimal(frame.get("quantity", "1"))},
                 "rating": {"price": decimal.Decimal(frame["price"])},
                 "groupby": {"project_id": frame["project"]}, "metadata": frame.get("metadata", {})}
        context = {"data": {"period": {"begin": begin, "end": begin}, "usage": {frame["meter"]: [point]}}}
        exec(code, context)
        price = context["data"]["usage"][frame["meter"]][0]["rating"]["price"]
        left.append(format(decimal.Decimal(str(price)), "f"))
    out.append(left)
print(json.dumps(out))
`;

/** Runs scripts as CloudKitty's pyscripts does, all in one process: the prices that they leave. */
export function runScripts(runs: Run[]): string[][] {
  const input = JSON.stringify(runs);
  return JSON.parse(
    execFileSync("python3", ["-c", PROGRAM], { input, encoding: "utf8", maxBuffer: 1 << 26 }),
  ) as string[][];
}

/** How long a script is in CloudKitty's database. */
export const compressed = (script: string): number =>
  Number(
    execFileSync(
      "python3",
      ["-c", "import sys, zlib; print(len(zlib.compress(sys.stdin.buffer.read())))"],
      { input: script, encoding: "utf8" },
    ),
  );
