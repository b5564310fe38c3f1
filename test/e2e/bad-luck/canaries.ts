import { onHost } from "../support/command";

const SECRET = "4dabf18193072939515e22adb298388d";

/** What providers made up or were given as a secret of its own; a step's input is made of these. */
const HOLDERS: Record<string, string[]> = {
  "random:index/randomPassword:RandomPassword": ["result", "bcryptHash"],
  "random:index/randomBytes:RandomBytes": ["base64"],
  "tls:index/privateKey:PrivateKey": ["privateKeyPem", "privateKeyOpenssh"],
  "openstack:identity/user:User": ["password"],
  "openstack:identity/applicationCredential:ApplicationCredential": ["secret"],
  "command:remote:Command": ["connection"],
  "ironic:index:Node": ["driverInfo"],
};

interface Exported {
  deployment: { resources: { type: string; outputs?: Record<string, unknown> }[] };
}

/**
 * Every secret word of a stack, from `stack export --show-secrets`: passwords, keys as the state and
 * as the services write them, and the lines of private keys.
 */
export function canariesOf(exported: string): string[] {
  const { deployment } = JSON.parse(exported) as Exported;
  const words = new Set<string>();
  for (const { type, outputs = {} } of deployment.resources) {
    for (const name of HOLDERS[type] ?? []) {
      const text = secretIn(outputs[name]);
      for (const line of text.split("\n")) {
        if (line.length < 8 || line.startsWith("-----")) continue;
        words.add(line);
        words.add(line.replaceAll("+", "-").replaceAll("/", "_"));
      }
    }
  }
  // A private key's file holds its public half too, and OpenSSH's begins with what it is.
  const open = deployment.resources.map(({ outputs = {} }) => [
    outputs.publicKeyPem,
    outputs.publicKeyOpenssh,
  ]);
  const shown = JSON.stringify(open);
  return [...words].filter((word) => !shown.includes(word) && !word.startsWith(OPENSSH));
}

const OPENSSH = "b3BlbnNzaC1rZXktdjE";

/** A secret as it is, or the one in a connection or a machine's driver. */
function secretIn(value: unknown): string {
  if (typeof value === "string") return value;
  const { [SECRET]: sealed, plaintext, ...fields } = (value ?? {}) as Record<string, unknown>;
  if (sealed !== undefined) return secretIn(JSON.parse(plaintext as string));
  return fields.privateKey || fields.redfish_password
    ? secretIn(fields.privateKey ?? fields.redfish_password)
    : "";
}

/**
 * Where a host shows one of the words to whom it should not: its logs, for which root is asked, and
 * whatever a user without any right can read. A path a line, nothing where all is well.
 */
export function shownOn(host: string, words: string[]): Promise<string> {
  return onHost(
    host,
    `set -u
export LC_ALL=C
words() { cat <<'END'
${words.join("\n")}
END
}
words | grep -rlsFf - /var/log --exclude-dir=journal || :
journalctl --no-pager -o cat --all | grep -qFf <(words) && echo the journal
for folder in /etc /home /opt /run /srv /tmp /usr/local /var; do
  words | setpriv --reuid=65534 --regid=65534 --clear-groups grep -rlsFf - --devices=skip $folder
done
exit 0
`,
  );
}
