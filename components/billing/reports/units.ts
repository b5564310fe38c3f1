export const USER = "openstack-reports";
const NAME = "openstack-environment-reports";
export const CONFIG_FOLDER = `/etc/${NAME}`;
export const STORE = "/var/lib/openstack-environment/reports";
export const BUNDLE = "/usr/local/lib/openstack-environment/reports.js";
/** Ids of the projects that the environment declares, by the tenant's name: written once they are there. */
export const PROJECTS = `${CONFIG_FOLDER}/projects.json`;
export const LOGIN = `${CONFIG_FOLDER}/login.json`;
export const LOGS = `/var/log/${NAME}`;
/** The pages, and the clock of the runs. */
export const WEB_UNIT = NAME;
export const RUN_UNIT = `${NAME}-run`;

export const unitFile = (unit: string): string => `/etc/systemd/system/${unit}`;

/** What neither needs: it reads its code and talks to APIs. Node makes code as it runs, so memory stays executable. */
const HARDENING = `User=${USER}
Group=${USER}
UMask=0027
Environment=NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
`;

export const WEB = `[Unit]
Description=Reports of what tenants use: the pages
Wants=network-online.target
After=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStart=/usr/bin/node --max-old-space-size=100 ${BUNDLE} web
${HARDENING}InaccessiblePaths=${LOGIN}
ReadOnlyPaths=${STORE}
ReadWritePaths=${LOGS}
MemoryMax=150M
Restart=always
RestartSec=2
StandardOutput=append:${LOGS}/web.log
StandardError=append:${LOGS}/web.log

[Install]
WantedBy=multi-user.target
`;

export const RUN = `[Unit]
Description=Reports of what tenants use: makes and sends them
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/node --max-old-space-size=200 ${BUNDLE} run
${HARDENING}LoadCredential=login.json:${LOGIN}
ReadWritePaths=${STORE} ${LOGS}
MemoryMax=300M
TimeoutStartSec=3h
StandardOutput=append:${LOGS}/run.log
StandardError=append:${LOGS}/run.log
`;

/** @param interval seconds from the end of a run to the next */
export const timer = (interval: number): string => `[Unit]
Description=Reports of what tenants use: when they are made

[Timer]
OnActiveSec=30
OnUnitInactiveSec=${interval}
AccuracySec=1

[Install]
WantedBy=timers.target
`;

export const LOGROTATE = `${LOGS}/*.log {
    weekly
    rotate 8
    missingok
    compress
    notifempty
    copytruncate
    su ${USER} ${USER}
}
`;
