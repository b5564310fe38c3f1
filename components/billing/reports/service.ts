import { internalAuthUrl } from "../../service/common";
import { BILLING_PACKAGES } from "../../service/packages";
import type { Place, Service } from "../../service/service";
import { bundle } from "./bundle/bundle";
import { intervalOf, type ReportConfig, type ReportLogin } from "./settings";
import { reportSettings } from "./site";
import {
  BUNDLE,
  CONFIG_FOLDER,
  LOGIN,
  LOGROTATE,
  LOGS,
  PROJECTS,
  RUN,
  RUN_UNIT,
  STORE,
  timer,
  unitFile,
  USER,
  WEB,
  WEB_UNIT,
} from "./units";

/** Where the pages are, on the address of the APIs. */
export const REPORTS_PORT = 8890;
const CONFIG = `${CONFIG_FOLDER}/config.json`;
const SYSUSERS = `/etc/sysusers.d/${WEB_UNIT}.conf`;

function config(place: Place): ReportConfig {
  const { site, host, peers } = place;
  return {
    ...reportSettings(site),
    listen: { address: host.addresses.management, port: REPORTS_PORT },
    keystone: internalAuthUrl(site),
    region: site.region,
    store: STORE,
    projects: PROJECTS,
    active: host.name === peers[0]?.name,
  };
}

const login = ({ secrets }: Place): ReportLogin => ({
  password: secrets.identity.reports ?? "",
  webhookKey: secrets.webhook ?? "",
});

/**
 * Reports of what each tenant uses and what it costs, made of CloudKitty's rated frames: docs/billing.md.
 * One unit shows them and knows no secret, another one makes them as often as its timer says.
 */
export const reports: Service = {
  name: "reports",
  roles: ["billing"],
  packages: BILLING_PACKAGES.reports,
  directories: () => [{ path: CONFIG_FOLDER, mode: "0755" }],
  files: (place) => {
    const { settings } = reportSettings(place.site);
    return [
      { path: SYSUSERS, content: `u ${USER} - "Reports of what tenants use"\n` },
      { path: CONFIG, content: `${JSON.stringify(config(place), null, 2)}\n` },
      // Read by systemd, which hands it to the unit that logs in.
      { path: LOGIN, content: `${JSON.stringify(login(place))}\n`, mode: "0600" },
      { path: BUNDLE, content: bundle() },
      { path: unitFile(`${WEB_UNIT}.service`), content: WEB },
      { path: unitFile(`${RUN_UNIT}.service`), content: RUN },
      { path: unitFile(`${RUN_UNIT}.timer`), content: timer(intervalOf(settings)) },
      { path: `/etc/logrotate.d/${WEB_UNIT}`, content: LOGROTATE },
    ];
  },
  identity: { user: true },
  before: () => `systemd-sysusers ${SYSUSERS}
# systemd opens the logs before it would make their folder.
install -d -m 0750 -o ${USER} -g ${USER} ${STORE} ${LOGS}
systemctl daemon-reload`,
  units: [WEB_UNIT, `${RUN_UNIT}.timer`],
  restartOn: [
    CONFIG,
    BUNDLE,
    unitFile(`${WEB_UNIT}.service`),
    unitFile(`${RUN_UNIT}.service`),
    unitFile(`${RUN_UNIT}.timer`),
  ],
  ports: [{ port: REPORTS_PORT, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  // Reports lie on the first billing host: others stand by with a copy, once they are given one.
  publish: [
    {
      port: REPORTS_PORT,
      check: "/healthcheck",
      public: true,
      standby: true,
      logins: "^/+login/*$",
    },
  ],
  health: ({ host }) => [
    { http: `http://${host.addresses.management}:${REPORTS_PORT}/healthcheck` },
  ],
  logFiles: [`${LOGS}/*.log`],
  backup: [STORE],
};
