import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pulumi, ROOT, run, say, seconds } from "./command";
import { Progress } from "../embedded/metal/progress";
import { requireTools } from "../embedded/metal/requirements";
import { floor } from "./floor";
import type { Figure } from "./table";

/**
 * From nothing to tenants: with nothing cached, in a new clone and with a home folder of its own, and
 * against the floor in the same run; then with the caches of this user. Ends with the lab up.
 */
export async function fromNothing(): Promise<Figure[]> {
  const home = mkdtempSync(join(tmpdir(), "bench-home-"));
  const clone = join(home, "clone");
  const own = {
    cwd: clone,
    env: {
      ...process.env,
      HOME: home,
      XDG_CACHE_HOME: join(home, ".cache"),
      XDG_CONFIG_HOME: join(home, ".config"),
      XDG_STATE_HOME: join(home, ".local/state"),
    },
  };
  try {
    say("Removing the lab");
    run(["make", "down"]);
    run(["git", "clone", "--quiet", ROOT, clone]);
    say("make up with nothing cached");
    const fresh = await seconds(() => run(["make", "up"], own));
    run(["make", "down"], own);
    await requireTools(new Progress(), ["debootstrap"]);
    say("The floor: the same packages installed plainly, and the schema migrations");
    const plain = await seconds(() => floor(join(home, "floor")));
    say("make up with the caches");
    for (const made of ["image", "guest"]) {
      run(["node", "--import", "tsx", "embedded/metal/main.ts", made]);
    }
    const cached = await seconds(() => run(["make", "up"]));
    return [
      { what: "fresh computer to tenants", value: fresh, unit: "s", limit: 15 * 60 },
      { what: "plain installation and migrations", value: plain, unit: "s" },
      { what: "fresh against plain", value: fresh / plain, unit: "x", limit: 1.5 },
      { what: "make up after make down, cached", value: cached, unit: "s", limit: 5 * 60 },
    ];
  } catch (error) {
    // Its lab is still mounted in there.
    if (existsSync(join(clone, "Makefile"))) run(["make", "down"], own);
    throw error;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The lab as it stands. */
export async function atRest(): Promise<Figure[]> {
  const memory = usedMebibytes() / 1024;
  say("make up with nothing changed");
  const unchanged = await seconds(() => run(["make", "up"]));
  pulumi("preview", "--expect-no-changes");
  return [
    { what: "memory in use, lab at rest", value: memory, unit: "GiB", limit: 12 },
    { what: "make up with nothing changed", value: unchanged, unit: "s", limit: 10 },
  ];
}

/** Memory that is in use on this computer. */
function usedMebibytes(): number {
  const field = (name: string): number =>
    Number(new RegExp(`^${name}: +(\\d+)`, "m").exec(readFileSync("/proc/meminfo", "utf8"))?.[1]);
  return (field("MemTotal") - field("MemAvailable")) / 1024;
}
