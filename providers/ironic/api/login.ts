import { bare } from "../../openstack";
import type { Login } from "../../openstack";

/** `auth_strategy = http_basic`, or `noauth` without a user. */
export function basicLogin(endpoint: string, user?: { name: string; password: string }): Login {
  const headers: Record<string, string> = {};
  if (user) {
    const text = Buffer.from(`${user.name}:${user.password}`).toString("base64");
    headers.Authorization = `Basic ${text}`;
  }
  return {
    endpoint: () => Promise.resolve(bare(endpoint)),
    headers: () => Promise.resolve(headers),
    renew: () => Promise.resolve(false),
    who: user ? `user "${user.name}"` : "nobody (the provider has no userName)",
  };
}
