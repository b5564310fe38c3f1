import type { Properties } from "../../../engine/types";
import { isNotFound } from "../../../../providers/openstack/errors";
import type { Body } from "../client/cloud";
import { timestamp } from "../resources/format";
import { Answer, list, only, query } from "./lookup";
import { text } from "../table/text";

const getRole: Answer = async (args, { cloud, region }) => {
  const found = await cloud.list("identity", "/roles", "roles", {
    query: query(args, { name: "name", domain_id: "domainId" }),
    region,
  });
  const role = only(found, "role", args);
  return { id: text(role.id), name: text(role.name), domainId: text(role.domain_id) };
};

const getUser: Answer = async (args, { cloud, region }) => {
  const found = await cloud.list("identity", "/users", "users", {
    query: query(args, {
      name: "name",
      domain_id: "domainId",
      enabled: "enabled",
      idp_id: "idpId",
      protocol_id: "protocolId",
      unique_id: "uniqueId",
      password_expires_at: "passwordExpiresAt",
    }),
    region,
  });
  const user = only(found, "user", args);
  const expires = user.password_expires_at;
  return {
    id: text(user.id),
    name: text(user.name),
    domainId: text(user.domain_id),
    description: text(user.description),
    defaultProjectId: text(user.default_project_id),
    enabled: user.enabled === true,
    passwordExpiresAt: typeof expires === "string" ? timestamp(expires) : "0001-01-01T00:00:00Z",
  };
};

const getProject: Answer = async (args, { cloud, region }) => {
  const project = only(await projects(args, { cloud, region }), "project", args);
  return {
    id: text(project.id),
    projectId: text(project.id),
    name: text(project.name),
    domainId: text(project.domain_id),
    parentId: text(project.parent_id),
    description: text(project.description),
    enabled: project.enabled === true,
    isDomain: project.is_domain === true,
    tags: list(project.tags),
  };
};

async function projects(args: Properties, ground: Parameters<Answer>[1]): Promise<Body[]> {
  const { cloud, region } = ground;
  if (typeof args.projectId !== "string") {
    return cloud.list("identity", "/projects", "projects", {
      query: query(args, {
        name: "name",
        domain_id: "domainId",
        parent_id: "parentId",
        enabled: "enabled",
        is_domain: "isDomain",
      }),
      region,
    });
  }
  try {
    const reply = await cloud.call("identity", "GET", `/projects/${args.projectId}`, { region });
    return [reply.project as Body];
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

const getAuthScope: Answer = async (args, { cloud }) => {
  const token = await cloud.token();
  const catalog = (token.catalog ?? []).map((service) => ({
    id: text(service.id),
    name: text(service.name),
    type: service.type,
    endpoints: service.endpoints.map((endpoint) => ({
      id: text((endpoint as { id?: string }).id),
      interface: endpoint.interface,
      region: text(endpoint.region),
      regionId: text(endpoint.region_id),
      url: endpoint.url,
    })),
  }));
  return {
    id: text(args.name),
    userId: token.user.id,
    userName: token.user.name,
    userDomainId: token.user.domain.id,
    userDomainName: token.user.domain.name,
    domainId: token.domain?.id ?? "",
    domainName: token.domain?.name ?? "",
    projectId: token.project?.id ?? "",
    projectName: token.project?.name ?? "",
    projectDomainId: token.project?.domain.id ?? "",
    projectDomainName: token.project?.domain.name ?? "",
    roles: (token.roles ?? []).map((role) => ({ roleId: role.id, roleName: role.name })),
    serviceCatalogs: catalog,
    tokenId: args.setTokenId === true ? await cloud.tokenId() : "",
  };
};

export const identityFunctions: Readonly<Record<string, Answer>> = {
  "identity/getRole:getRole": getRole,
  "identity/getUser:getUser": getUser,
  "identity/getProject:getProject": getProject,
  "identity/getAuthScope:getAuthScope": getAuthScope,
};
