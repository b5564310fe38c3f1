import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type * as Esbuild from "esbuild";

const BILLING = join(__dirname, "../..");
/** What is in these folders makes the bundle, and nothing else of ours. */
export const SOURCES = ["reports", "rating", "plan"].map((name) => join(BILLING, name));

/** What it hangs on: all sources, and the versions of what is bundled with them. */
function digest(): string {
  const hash = createHash("sha256");
  for (const description of [
    "pdfkit/../package.json",
    "esbuild/../package.json",
    "decimal.js/package.json",
  ]) {
    const [name = "", ...rest] = description.split("/");
    hash.update(readFileSync(join(dirname(require.resolve(name)), ...rest)));
  }
  for (const folder of SOURCES) {
    for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
      if (/\.m?ts$|\.mjs$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest("hex").slice(0, 16);
}

/** How esbuild makes it. */
export function options() {
  const pdfkit = dirname(require.resolve("pdfkit"));
  const none = join(__dirname, "none.mjs");
  return {
    entryPoints: [join(__dirname, "entry.mjs")],
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    legalComments: "none",
    // Where pdfkit looks its colour profile up, which is in the bundle under that name.
    define: { "import.meta.url": '"file:///pdfkit.mjs"' },
    alias: {
      pdfkit: join(pdfkit, "pdfkit.browser.mjs"),
      "pdfkit-helvetica": join(pdfkit, "standard-fonts/Helvetica.mjs"),
      "pdfkit-helvetica-bold": join(pdfkit, "standard-fonts/HelveticaBold.mjs"),
      fontkit: none,
      "png-js": none,
    },
  } satisfies Esbuild.BuildOptions;
}

function build(): string {
  // Loaded for this alone: a run that changes nothing has the bundle.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { buildSync } = require("esbuild") as typeof Esbuild;
  const { outputFiles } = buildSync(options());
  const [file] = outputFiles;
  if (file === undefined) throw new Error("esbuild made nothing of the report service.");
  return file.text;
}

let made: string | undefined;

/** What reports need on the billing host, as one file for Debian's nodejs. Made once for the same sources. */
export const bundle = (): string => (made ??= cached());

function cached(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const path = join(cache, "openstack-environment", "reports", `${digest()}.js`);
  try {
    return readFileSync(path, "utf8");
  } catch {
    const text = build();
    try {
      mkdirSync(dirname(path), { recursive: true });
      const unfinished = `${path}.${process.pid}`;
      writeFileSync(unfinished, text);
      renameSync(unfinished, path);
    } catch {
      // Without a place to keep it, it is made each time.
    }
    return text;
  }
}
