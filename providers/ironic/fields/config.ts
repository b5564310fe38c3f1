import type { Field, Fields } from "../../fields/field";
import { textOf } from "../../fields/text";

const text = (description: string, more: Partial<Field> = {}): Field => ({
  kind: "string",
  description,
  ...more,
});

/** The provider's configuration. */
export const configFields: Fields = {
  endpoint: text("Ironic's address, such as https://10.0.0.60:6385.", {
    defaultText: "the baremetal service of Keystone's catalog",
  }),
  userName: text("The user: of Keystone where authUrl is set, else of Ironic's http_basic."),
  password: text("The user's password.", { secret: true }),
  authUrl: text(
    "Keystone's address, such as https://10.0.1.10:5000/v3, where Ironic asks for its tokens.",
  ),
  userDomainName: text("The user's domain.", { defaultText: "Default" }),
  projectName: text("The project to log in to."),
  projectDomainName: text("The project's domain.", { defaultText: "the user's" }),
  systemScope: {
    kind: "boolean",
    description: "Whether to log in to the whole system, not to a project.",
  },
  applicationCredentialId: text("The id of an application credential, instead of a user."),
  applicationCredentialSecret: text("Its secret.", { secret: true }),
  region: text("The region in Keystone's catalog.", { defaultText: "the first" }),
  interface: text("The interface in Keystone's catalog.", {
    values: ["public", "internal", "admin"],
    default: "public",
  }),
  caCert: text("The authorities to trust: PEM, or a file of it.", {
    defaultText: "those of the computer",
  }),
  insecure: { kind: "boolean", description: "Whether to take any certificate." },
  microversion: text("The version of the API to use, such as 1.96.", {
    defaultText: "1.96, or the newest that the service has",
    mistake: (value) =>
      /^1\.\d{1,3}$/.test(textOf(value))
        ? undefined
        : `expected a version such as 1.96, found ${JSON.stringify(value)}`,
  }),
};
