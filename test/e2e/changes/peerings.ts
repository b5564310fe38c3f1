import { onHost } from "../support/command";

/** What Neutron has of peerings, whoever owns it; of rules, the networks that they let in. */
export async function peerings(): Promise<{
  networks: string[];
  ports: number;
  routes: number;
  shares: number;
  rules: string[];
}> {
  const ofPeering = "network_id IN (SELECT id FROM networks WHERE name LIKE 'peering-%')";
  const questions = [
    "SELECT name FROM networks WHERE name LIKE 'peering-%' ORDER BY name",
    `SELECT COUNT(*) FROM ports WHERE ${ofPeering}`,
    "SELECT COUNT(*) FROM routerroutes",
    `SELECT COUNT(*) FROM networkrbacs WHERE ${ofPeering.replace("network_id", "object_id")}`,
    "SELECT remote_ip_prefix FROM securitygrouprules WHERE remote_ip_prefix LIKE '172.20.%' OR remote_ip_prefix LIKE '100.%' ORDER BY remote_ip_prefix",
  ];
  const answers = await Promise.all(
    questions.map((question) => onHost("controller", `mariadb -N neutron -e "${question}"`)),
  );
  const [networks = [], [ports] = [], [routes] = [], [shares] = [], rules = []] = answers.map(
    (answer) => answer.split("\n").filter((line) => line !== ""),
  );
  return {
    networks,
    ports: Number(ports),
    routes: Number(routes),
    shares: Number(shares),
    rules,
  };
}
