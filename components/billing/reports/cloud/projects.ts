import type { CloudSession } from "./session";

/** The names of all projects by id. The cloud's own, service and admin, are none of a tenant. */
export async function projectNames(session: CloudSession): Promise<Record<string, string>> {
  const { projects } = await session.request<{
    projects: { id: string; name: string; is_domain?: boolean }[];
  }>("identity", "GET", "/v3/projects");
  return Object.fromEntries(
    projects
      .filter(
        ({ name, is_domain: isDomain }) =>
          isDomain !== true && name !== "service" && name !== "admin",
      )
      .map(({ id, name }) => [id, name]),
  );
}
