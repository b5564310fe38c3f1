import { Problem } from "./problem";
import { run } from "./run";

/** Where this computer takes Debian's packages from. */
export interface Mirror {
  debian: string;
  /** Security updates, where the computer has them. */
  security?: string;
}

/**
 * The mirror of this computer's own apt configuration: whoever set the computer up knows which one
 * it reaches, and through which proxy (`http_proxy` and apt's own setting are handed on).
 * @throws Problem when apt knows no Debian mirror
 */
export async function findMirror(): Promise<Mirror> {
  const format = "$(REPO_URI) $(LABEL) $(COMPONENT)";
  const lines = (await run(["apt-get", "indextargets", "--format", format, "Created-By: Packages"]))
    .split("\n")
    .map((line) => line.split(" "));
  const of = (label: string) =>
    lines.find(([, found, component]) => found === label && component === "main")?.[0];
  const debian = of("Debian");
  if (debian === undefined) {
    throw new Problem(
      "This computer's apt knows no Debian mirror. Add one below /etc/apt/sources.list.d/, run apt-get update, then the same command again.",
    );
  }
  return { debian, security: of("Debian-Security") };
}

/** The sources of an image, in apt's format. */
export function sources(mirror: Mirror, release: string): string {
  const entry = (uri: string, suites: string) =>
    `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`;
  return [
    entry(mirror.debian, `${release} ${release}-updates`),
    ...(mirror.security ? [entry(mirror.security, `${release}-security`)] : []),
  ].join("\n");
}

/** This computer's proxy for packages, as apt configuration; empty without one. */
export async function proxySettings(): Promise<string> {
  const settings = await run(["apt-config", "dump"]);
  return settings
    .split("\n")
    .filter((line) => /^Acquire::(http|https)(::|\s)\S*[Pp]roxy/i.test(line))
    .map((line) => `${line}\n`)
    .join("");
}
