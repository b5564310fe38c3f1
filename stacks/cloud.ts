import * as pulumi from "@pulumi/pulumi";
import { ceilometer, ceilometerCompute } from "../components/billing/ceilometer";
import { cloudkitty } from "../components/billing/cloudkitty";
import { gnocchi } from "../components/billing/gnocchi";
import { influxdb } from "../components/billing/influxdb";
import { reports } from "../components/billing/reports/service";
import { novaCompute } from "../components/compute/nova-compute";
import { cinder } from "../components/controlplane/cinder";
import { galera } from "../components/controlplane/galera";
import { glance } from "../components/controlplane/glance";
import { haproxy } from "../components/controlplane/haproxy";
import { horizon } from "../components/controlplane/horizon";
import { identityContent } from "../components/controlplane/identity";
import { keepalived } from "../components/controlplane/keepalived";
import { keystone } from "../components/controlplane/keystone";
import { mariadb } from "../components/controlplane/mariadb";
import { memcached } from "../components/controlplane/memcached";
import { discoverHosts, nova } from "../components/controlplane/nova";
import { placement } from "../components/controlplane/placement";
import { rabbitmq } from "../components/controlplane/rabbitmq";
import { hostsWith, Step, type Host, type StepContent } from "../components/host";
import { networkAgents } from "../components/network/agents";
import { neutron } from "../components/network/neutron";
import { openvswitch, openvswitchAgent } from "../components/network/openvswitch";
import { CloudCertificates } from "../components/service/certificates";
import { apiName, controllers } from "../components/service/common";
import { Deployment, withSecrets } from "../components/service/deployment";
import { readinessContent } from "../components/service/readiness";
import { CERTIFICATE_PLACEHOLDERS, Readiness } from "../components/service/shown";
import { CloudSecrets, type Secrets } from "../components/service/secrets";
import type { BillingSite, Service, Site } from "../components/service/service";
import type { Cloud } from "./cloud-types";
import type { Environment } from "./environment";

/** Services that people and other services call: what has a database, an endpoint, a published port. */
const APIS: Service[] = [keystone, glance, placement, nova, neutron, cinder, horizon];
/** Services that meter and rate what tenants use, where the environment has billing. */
const BILLING_APIS: Service[] = [gnocchi, ceilometer, cloudkitty, reports];

/** The services of a cloud, some of which are rendered from what the others need. */
export function servicesOf({ billing }: { billing?: object }) {
  const apis = billing === undefined ? APIS : [...APIS, ...BILLING_APIS];
  const rendered = { mariadb: mariadb(apis), rabbitmq: rabbitmq(apis), haproxy: haproxy(apis) };
  /** Every one: what the firewalls and the list of ports know of. */
  const all: Service[] = [
    galera,
    rendered.mariadb,
    rendered.rabbitmq,
    memcached,
    rendered.haproxy,
    keepalived,
    ...apis,
    openvswitch,
    openvswitchAgent,
    networkAgents,
    novaCompute,
    ...(billing === undefined ? [] : [influxdb, ceilometerCompute]),
  ];
  return { ...rendered, apis, all };
}

/** What services are rendered from: the environment's settings on these hosts. */
export const siteOf = (environment: Environment, hosts: Host[]): Site => ({
  domain: environment.site.domain,
  region: environment.cloud.region,
  networks: environment.site.networks,
  vip: environment.site.vip,
  hosts,
  virtualization: environment.cloud.virtualization,
  datapath: environment.cloud.datapath,
  workers: environment.cloud.workers,
  rateLimit: environment.cloud.rateLimit,
  dnsServers: environment.cloud.dnsServers,
  externalNetworks: environment.cloud.externalNetworks,
  billing: environment.billing && { ...environment.billing, tenants: paying(environment) },
});

/** Whom reports are made for, by what they agreed on. */
const paying = ({ tenants }: Environment): BillingSite["tenants"] =>
  Object.fromEntries(
    Object.entries(tenants).map(([name, { plan, budget }]) => [name, { plan, budget }]),
  );

/** Passwords and keys for the services that need them. */
const makeSecrets = (
  apis: Service[],
  certificates: CloudCertificates,
  keyRotation: number,
): CloudSecrets => {
  const names = (needs: (service: Service) => unknown): string[] =>
    apis.filter(needs).map((service) => service.name);
  return new CloudSecrets("cloud", {
    database: names((service) => service.databases),
    messageQueue: names((service) => service.messageQueue),
    identity: names((service) => service.identity?.user),
    webhook: apis.includes(reports),
    keyRotation,
    certificates: certificates.all,
  });
};

/**
 * The services on their hosts. They start as soon as what they need is there: schemas are made side
 * by side once the database runs, APIs follow their schema, agents follow the APIs they report to.
 */
export function declareCloud(environment: Environment, hosts: Host[]): Cloud {
  const site = siteOf(environment, hosts);
  const services = servicesOf(environment);
  const certificates = new CloudCertificates("cloud", {
    dnsNames: [apiName(site)],
    ipAddresses: [site.vip.api, site.vip.management],
  });
  const { secrets, admin, placeholders } = makeSecrets(
    services.apis,
    certificates,
    environment.cloud.keyRotation,
  );

  new Readiness("hosts", {
    hosts,
    files: (host) =>
      readinessContent(site, host, services.all, CERTIFICATE_PLACEHOLDERS.ca).files ?? [],
  });
  const readyHosts = Object.fromEntries(
    hosts.map((host) => {
      const content = certificates.ca.apply((ca) => readinessContent(site, host, services.all, ca));
      return [host.name, new Step(`host-${host.name}`, { host, content })];
    }),
  );
  const deploy = (
    service: Service,
    startAfter: pulumi.Resource[] = [],
    prepareAfter: pulumi.Resource[] = startAfter,
  ): pulumi.Resource[] =>
    new Deployment(service.name, {
      service,
      site,
      secrets,
      placeholders,
      hosts: readyHosts,
      startAfter,
      prepareAfter,
    }).ready;
  const [controller] = hostsWith(hosts, "controller");
  if (controller === undefined)
    throw new pulumi.RunError("site.hosts: no host has role controller.");
  const onController = (
    name: string,
    content: (from: Secrets) => StepContent,
    dependsOn: pulumi.Resource[],
  ): Step =>
    new Step(
      name,
      { host: controller, content: secrets.apply((all) => withSecrets(content(all), all)) },
      { dependsOn },
    );

  const balancer = deploy(keepalived, deploy(services.haproxy));
  const nodes = deploy(services.mariadb, deploy(galera));
  // With several controllers, the way to the database leads through the load balancer.
  const database = controllers(site).length > 1 ? [...nodes, ...balancer] : nodes;
  const queue = deploy(services.rabbitmq);
  const cache = deploy(memcached);
  const switches = deploy(openvswitch);
  const base = [...database, ...queue, ...cache];

  const identityApi = deploy(keystone, [...database, ...cache, ...balancer], database);
  const identity = onController(
    "identity",
    (all) => identityContent(services.apis, site, all),
    identityApi,
  );
  const imageApi = deploy(glance, base, database);
  const placementApi = deploy(placement, base, database);
  const computeApi = deploy(nova, base, database);
  const networkApi = deploy(neutron, base, database);
  const volumeApi = deploy(cinder, base, database);
  const dashboard = deploy(horizon, [identity, ...cache]);

  const agents = [
    ...deploy(openvswitchAgent, [...networkApi, ...switches]),
    ...deploy(networkAgents, [...networkApi, ...computeApi, ...switches]),
  ];
  const compute = deploy(novaCompute, [identity, ...placementApi, ...computeApi, ...switches]);
  const cell = onController(
    "compute-cell",
    () => ({ script: discoverHosts(hostsWith(hosts, "compute").map((host) => host.name)) }),
    compute,
  );
  const billing =
    environment.billing === undefined ? [] : deployBilling(deploy, [identity, ...base], compute);

  return {
    authUrl: pulumi.output(`https://${site.vip.api}:5000/v3`),
    ca: certificates.ca,
    region: site.region,
    admin: {
      userName: "admin",
      password: admin,
      projectName: "admin",
      domainName: "Default",
    },
    blockStorage: true,
    ready: [
      identity,
      ...imageApi,
      ...networkApi,
      ...volumeApi,
      ...dashboard,
      ...agents,
      cell,
      ...billing,
    ],
  };
}

type Deploy = (
  service: Service,
  startAfter?: pulumi.Resource[],
  prepareAfter?: pulumi.Resource[],
) => pulumi.Resource[];

/** Ceilometer asks for what there is, Gnocchi keeps it, CloudKitty makes amounts of it, reports show them. */
function deployBilling(
  deploy: Deploy,
  base: pulumi.Resource[],
  compute: pulumi.Resource[],
): pulumi.Resource[] {
  const kept = deploy(gnocchi, base);
  const metered = [
    ...deploy(ceilometer, [...base, ...kept]),
    ...deploy(ceilometerCompute, compute),
  ];
  const rated = deploy(cloudkitty, [...base, ...kept, ...deploy(influxdb)]);
  return [...metered, ...rated, ...deploy(reports, rated)];
}
