import { mkdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runInside } from "../embedded/metal/chroot";
import { HOST_PACKAGES } from "../components/metal/image/recipe";
import { SEED_PACKAGES } from "../components/service/packages";
import { KERNEL } from "../embedded/metal/bmc/images";
import { KEYRING, RELEASE } from "../embedded/metal/image";
import { findMirror, proxySettings, sources } from "../embedded/metal/mirror";
import { BASE_PACKAGES, imagePackages } from "../embedded/metal/packages";
import { run } from "./command";

/** Those of all roles, of hosts that boot by themselves, and of Ironic. */
const PACKAGES = [
  ...new Set([
    ...imagePackages(),
    ...HOST_PACKAGES,
    KERNEL,
    ...Object.values(SEED_PACKAGES).flat(),
  ]),
];

/**
 * What nobody can do without: the packages of hosts and seed, and the schemas of the databases, one
 * after the other, as an administrator would by hand. Debian's own settings throughout.
 * @param folder where it may work; it is not removed
 */
export async function floor(folder: string): Promise<void> {
  const root = join(folder, "root");
  const archives = join(folder, "archives");
  mkdirSync(join(archives, "partial"), { recursive: true });
  const mirror = await findMirror();
  run([
    ...["debootstrap", "--variant=minbase", `--keyring=${KEYRING}`],
    ...[`--include=${BASE_PACKAGES.join(",")}`, RELEASE, root, mirror.debian],
  ]);
  await writeFile(join(root, "etc/apt/apt.conf.d/90proxy"), await proxySettings());
  await writeFile(join(root, "etc/apt/sources.list"), "");
  await writeFile(join(root, "etc/apt/sources.list.d/debian.sources"), sources(mirror, RELEASE));
  await runInside(
    `${INSTALL.replace("PACKAGES", PACKAGES.join(" "))}${readFileSync(join(__dirname, "migrations.sh"), "utf8")}`,
    { root, archives, log: join(folder, "log"), what: "The plain installation" },
  );
}

const INSTALL = `
printf '#!/bin/sh\\nexit 101\\n' >/usr/sbin/policy-rc.d; chmod 755 /usr/sbin/policy-rc.d
apt-get update
apt-get install -y --no-install-recommends PACKAGES
`;
