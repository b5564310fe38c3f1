import type { Rule } from "../../rule";
import { inContents, onServices, service } from "./common";
import { valuesOf } from "./lines";

interface Definitions {
  users?: { name?: string }[];
}

/** What is no JSON is none of this rule's business. */
function usersIn(text: string): string[] {
  try {
    return ((JSON.parse(text) as Definitions).users ?? []).map(({ name = "" }) => name);
  } catch {
    return [];
  }
}

export const queueGuest: Rule = onServices({
  id: "CFG-21",
  title: "The message queue has no guest",
  severity: "critical",
  reason:
    "guest has a password that everybody knows: with it one calls any service as if one were " +
    "another, and has every hypervisor do as one likes",
  sources: [
    "OpenStack Security Guide, Messaging security",
    "RabbitMQ documentation, Access control",
  ],
  remedy: "leave guest out of the definitions, and loopback_users as it is",
  check: (deployment) => [
    ...inContents(deployment, /^\/etc\/rabbitmq\/.*\.json$/, (text) =>
      usersIn(text).includes("guest") ? ["there is a user guest"] : [],
    ),
    ...inContents(deployment, /\/rabbitmq\.conf$/, (text) => {
      const values = valuesOf(text);
      return [
        ...(values.get("default_user") === "guest" ? ["default_user is guest"] : []),
        ...(values.get("loopback_users") === "none" ||
        values.get("loopback_users.guest") === "false"
          ? ["guest may log in from other hosts (loopback_users)"]
          : []),
      ];
    }),
  ],
  cases: {
    passes: [
      {
        of: "users of services alone",
        resources: {
          rabbitmq: service("rabbitmq", {
            "/etc/rabbitmq/definitions.json": '{"users": [{"name": "nova"}]}',
            "/etc/rabbitmq/rabbitmq.conf": "loopback_users.guest = true\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "a guest who comes from anywhere",
        resources: {
          rabbitmq: service("rabbitmq", {
            "/etc/rabbitmq/definitions.json": '{"users": [{"name": "guest"}]}',
            "/etc/rabbitmq/rabbitmq.conf": "loopback_users = none\n",
          }),
        },
        finds: {
          rabbitmq: [
            "/etc/rabbitmq/definitions.json: there is a user guest (on controller1)",
            "/etc/rabbitmq/rabbitmq.conf: guest may log in from other hosts (loopback_users) (on controller1)",
          ],
        },
      },
    ],
  },
});
