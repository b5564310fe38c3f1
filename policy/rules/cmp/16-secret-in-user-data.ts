import { objects, text } from "../../declared/resource";
import type { Rule } from "../../rule";
import { instance } from "./cases";
import { entries } from "./common";
import { isSecretName, secretsIn } from "./secrets";

export const secretInUserData: Rule = {
  id: "CMP-16",
  title: "User data, metadata and files of machines hold no secret",
  severity: "high",
  reason:
    "every process in the machine reads them from 169.254.169.254, everybody with a role in the " +
    "project from Nova's API, and Nova keeps them in plain text",
  sources: ["Nova User Guide, Metadata", "own"],
  remedy: "let the machine fetch secrets once it is up, from a store that knows it",
  types: ["instance"],
  check: (resource) => {
    const userData = secretsIn(text(resource, "userData") ?? "").map(
      (found) => `userData: ${found}`,
    );
    const metadata = entries(resource, "metadata")
      .filter(([key, value]) => typeof value === "string" && value !== "" && isSecretName(key))
      .map(([key]) => `metadata: a value for ${key}`);
    const files = objects(resource, "personalities").flatMap(({ file, content }) =>
      typeof content === "string"
        ? secretsIn(content).map((found) => `file ${String(file)}: ${found}`)
        : [],
    );
    return [...userData, ...metadata, ...files];
  },
  cases: {
    passes: [
      {
        of: "a configuration without secrets",
        resources: instance({
          userData:
            "#cloud-config\nssh_pwauth: false\nusers:\n- name: ops\n  lock_passwd: true\n" +
            "runcmd:\n- export DB_PASSWORD=$(vault read db)\n- token=${TOKEN}\n",
          metadata: { role: "web" },
        }),
      },
    ],
    fails: [
      {
        of: "passwords in user data, metadata and a file",
        resources: instance({
          userData: "#cloud-config\npassword: hunter2\nchpasswd: { expire: false }\n",
          metadata: { db_password: "hunter2" },
          personalities: [
            { file: "/etc/app.env", content: "OS_APPLICATION_CREDENTIAL_SECRET=x8x8" },
          ],
        }),
        finds: {
          machine: [
            "userData: a value for password",
            "metadata: a value for db_password",
            "file /etc/app.env: a value for OS_APPLICATION_CREDENTIAL_SECRET",
          ],
        },
      },
      {
        of: "a key in base64",
        resources: instance({
          userData: Buffer.from("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n").toString(
            "base64",
          ),
        }),
        finds: { machine: ["userData: a private key"] },
      },
    ],
  },
};
