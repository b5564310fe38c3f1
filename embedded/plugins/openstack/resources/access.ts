import type { Body } from "../client/cloud";
import type { Service } from "../client/endpoints";
import { Definition, Scope, snake } from "../table/types";
import { REGION } from "./common";
import { text } from "../table/text";

interface Access {
  service: Service;
  /** Property with the id of what is shared, and the one of the project it is shared with. */
  owner: string;
  project: string;
  path(id: string): string;
  list: { path: string; key: string; project: string };
  add(project: string): Body;
  remove(project: string): Body;
}

/** A project's access to something private: an action on it, and a line in its list. */
export function access(row: Access): Definition {
  const { owner, project } = row;
  const parts = (id: string): [what: string, who: string] => {
    const [what = "", who = ""] = id.split("/");
    return [what, who];
  };
  const answer = (id: string): Body => {
    const [what, who] = parts(id);
    return { [snake(owner)]: what, [snake(project)]: who };
  };
  const isListed = async (id: string, scope: Scope): Promise<boolean> => {
    const [what, who] = parts(id);
    const path = `${row.path(what)}/${row.list.path}`;
    const items = await scope.cloud.list(row.service, path, row.list.key, {
      region: scope.region,
      signal: scope.signal,
    });
    return items.some((item) => item[row.list.project] === who);
  };
  const act = async (id: string, body: Body, wanted: boolean, scope: Scope): Promise<void> => {
    await scope.cloud.call(row.service, "POST", `${row.path(parts(id)[0])}/action`, {
      body,
      region: scope.region,
      signal: scope.signal,
      recover: async () => ((await isListed(id, scope)) === wanted ? {} : undefined),
    });
  };
  return {
    service: row.service,
    path: "",
    key: "",
    leftover: {
      async find(inputs, scope) {
        const id = `${text(inputs[owner])}/${text(inputs[project])}`;
        return (await isListed(id, scope)) ? [{ ...answer(id), id }] : [];
      },
    },
    fields: {
      region: REGION,
      [owner]: { type: "string", required: true, replaces: true },
      [project]: { type: "string", required: true, replaces: true },
    },
    async create(inputs, scope) {
      const id = `${text(inputs[owner])}/${text(inputs[project])}`;
      await act(id, row.add(text(inputs[project])), true, scope);
      return { id, answer: answer(id) };
    },
    read: async (id, _known, scope) => ((await isListed(id, scope)) ? answer(id) : undefined),
    delete: (id, _olds, scope) => act(id, row.remove(parts(id)[1]), false, scope),
  };
}
