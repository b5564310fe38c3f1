import type { Field, Fields } from "../../fields/field";
import type { Value } from "../../server";

const text = (description: string, more: Partial<Field> = {}): Field => ({
  kind: "string",
  description,
  ...more,
});

/** The provider's configuration. */
export const configFields: Fields = {
  authUrl: text("Keystone's address, such as https://10.0.1.10:5000/v3.", { required: true }),
  userName: text("The user: prices and modules are an administrator's."),
  password: text("The user's password.", { secret: true }),
  userDomainName: text("The user's domain.", { defaultText: "Default" }),
  projectName: text("The project to log in to."),
  projectDomainName: text("The project's domain.", { defaultText: "the user's" }),
  applicationCredentialId: text("The id of an application credential, instead of a user."),
  applicationCredentialSecret: text("Its secret.", { secret: true }),
  endpoint: text("CloudKitty's address, such as https://10.0.1.10:8889.", {
    defaultText: "the rating service of Keystone's catalog",
  }),
  region: text("The region in Keystone's catalog.", { defaultText: "the first" }),
  interface: text("The interface in Keystone's catalog.", {
    values: ["public", "internal", "admin"],
    default: "public",
  }),
  caCert: text("The authorities to trust: PEM, or a file of it.", {
    defaultText: "those of the computer",
  }),
  insecure: { kind: "boolean", description: "Whether to take any certificate." },
  python: {
    kind: "list",
    items: "string",
    description:
      "The command by which pyscripts are compiled and tried: a Python as CloudKitty's own, which is " +
      'given "-I -" and a program on its standard input. On the billing host it is ["ssh", "billing", "python3"].',
    defaultText: '["python3"]',
    mistake: pythonMistake,
  },
};

function pythonMistake(value: Value): string | undefined {
  const words = Array.isArray(value) ? value : [];
  if (words.length > 0 && words.every((word) => typeof word === "string" && word !== "")) {
    return undefined;
  }
  return `expected a command and its arguments such as ["python3"], found ${JSON.stringify(value)}`;
}
