// Sets back what outlives a project: its quotas and its default security group. Runs when a tenant
// is removed, after all that the tenant had and before the project itself. Reads
// {authUrl, ca, region, admin, projectId, blockStorage} as JSON from standard input.
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

const ATTEMPTS = 8;
const { authUrl, ca, region, admin, projectId, blockStorage } = JSON.parse(
  await text(process.stdin),
);

function send(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, ca, headers, timeout: 60_000 }, (response) => {
      text(response).then(
        (content) => resolve({ status: response.statusCode, headers: response.headers, content }),
        reject,
      );
    });
    call.on("timeout", () => call.destroy(new Error("no answer within 60 s")));
    call.on("error", reject);
    call.end(body);
  });
}

// A passing refusal (busy, too many requests, a server that restarts) is tried again.
async function call(method, url, headers = {}, body = undefined) {
  let last;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(Math.min(500 * 2 ** attempt, 10_000));
    try {
      const response = await send(method, url, headers, body);
      const { status, content } = response;
      if (status < 300 || status === 404) return response;
      last = `${status} ${content.slice(0, 300)}`;
      if (status < 500 && status !== 409 && status !== 429) break;
    } catch (error) {
      last = error.message;
    }
  }
  throw new Error(`${method} ${url}: ${last}`);
}

async function login() {
  const { content, headers } = await call(
    "POST",
    `${authUrl.replace(/\/$/, "")}/auth/tokens`,
    { "Content-Type": "application/json" },
    JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: {
            user: {
              name: admin.userName,
              password: admin.password,
              domain: { name: admin.domainName },
            },
          },
        },
        scope: { project: { name: admin.projectName, domain: { name: admin.domainName } } },
      },
    }),
  );
  return { token: headers["x-subject-token"], catalog: JSON.parse(content).token.catalog };
}

function endpoint(catalog, types) {
  const endpoints = catalog.filter(({ type }) => types.includes(type)).flatMap((s) => s.endpoints);
  const found = endpoints.find((e) => e.interface === "public" && e.region === region);
  if (!found) throw new Error(`the cloud has no public endpoint for ${types[0]} in ${region}`);
  return found.url.replace(/\/$/, "");
}

async function main() {
  const { token, catalog } = await login();
  const headers = { "X-Auth-Token": token };
  const network = endpoint(catalog, ["network"]).replace(/\/v2\.0$/, "");
  await call("DELETE", `${endpoint(catalog, ["compute"])}/os-quota-sets/${projectId}`, headers);
  await call("DELETE", `${network}/v2.0/quotas/${projectId}`, headers);
  if (blockStorage) {
    const volume = endpoint(catalog, ["block-storage", "volumev3"]);
    await call("DELETE", `${volume}/os-quota-sets/${projectId}`, headers);
  }
  const groups = `${network}/v2.0/security-groups`;
  const { content } = await call("GET", `${groups}?project_id=${projectId}&name=default`, headers);
  for (const { id } of JSON.parse(content).security_groups) {
    await call("DELETE", `${groups}/${id}`, headers);
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(
    `Could not set back the quotas and the default security group of project ${projectId}: ` +
      `${error.message}\nRepair the cause and run again; nothing else is lost.\n`,
  );
  process.exitCode = 1;
}
