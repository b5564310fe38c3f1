import { apiName, memcachedServers, TRUST_STORE } from "../service/common";
import { CONTROLPLANE_PACKAGES } from "../service/packages";
import type { Place, Service } from "../service/service";

const SETTINGS = "/etc/openstack-dashboard/local_settings.d/_0100_openstack_environment.py";
const SITE = "/etc/apache2/sites-available/openstack-environment-dashboard.conf";
const PORTS = "/etc/apache2/ports.conf";

/** A string in Python. */
const text = (value: string): string => JSON.stringify(value);

const settings = ({ site, host, secrets }: Place): string => {
  const names = [site.vip.api, apiName(site)];
  const origins = names.map((name) => text(`https://${name}`));
  // By its own address the host asks whether the dashboard works.
  const hosts = [...names, site.vip.management, host.addresses.management].map(text);
  const caches = memcachedServers(site).map(text);
  return `ALLOWED_HOSTS = [${hosts.join(", ")}]
SECRET_KEY = ${text(secrets.dashboard)}
OPENSTACK_HOST = ${text(site.vip.management)}
OPENSTACK_KEYSTONE_URL = ${text(`https://${site.vip.management}:5000/v3`)}
OPENSTACK_ENDPOINT_TYPE = "internalURL"
OPENSTACK_SSL_CACERT = ${text(TRUST_STORE)}
OPENSTACK_KEYSTONE_MULTIDOMAIN_SUPPORT = True
OPENSTACK_KEYSTONE_DEFAULT_DOMAIN = "Default"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_SECURE = True
ENFORCE_PASSWORD_CHECK = True
HORIZON_CONFIG["disable_password_reveal"] = True
CSRF_TRUSTED_ORIGINS = [${origins.join(", ")}]
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.memcached.PyMemcacheCache",
        "LOCATION": [${caches.join(", ")}],
    }
}
`;
};

const virtualHost = ({ host }: Place): string => `<VirtualHost ${host.addresses.management}:80>
    WSGIScriptAlias /horizon /usr/share/openstack-dashboard/wsgi.py
    WSGIDaemonProcess horizon user=www-data group=www-data processes=1 threads=8
    WSGIProcessGroup horizon
    WSGIApplicationGroup %{GLOBAL}
    Alias /static /var/lib/openstack-dashboard/static
    Alias /horizon/static /var/lib/openstack-dashboard/static
    <Directory /usr/share/openstack-dashboard>
        Require all granted
    </Directory>
    <Directory /var/lib/openstack-dashboard/static>
        Require all granted
    </Directory>
    ErrorLog /var/log/apache2/openstack-dashboard-error.log
    CustomLog /var/log/apache2/openstack-dashboard-access.log combined
</VirtualHost>
`;

/** Horizon, the dashboard, at /horizon on the API address. */
export const horizon: Service = {
  name: "horizon",
  roles: ["controller"],
  packages: CONTROLPLANE_PACKAGES.horizon,
  files: (place) => [
    { path: SETTINGS, content: settings(place), mode: "0640", group: "www-data" },
    { path: SITE, content: virtualHost(place) },
    { path: PORTS, content: `Listen ${place.host.addresses.management}:80\n` },
  ],
  // Debian enables other sites for the dashboard; a2query tells in a moment what is enabled.
  before:
    () => `for name in 000-default default-ssl openstack-dashboard openstack-dashboard-alias-only; do
  if a2query -q -s "$name"; then a2dissite -q "$name"; fi
done
for name in openstack-dashboard openstack-dashboard-alias-only; do
  if a2query -q -c "$name"; then a2disconf -q "$name"; fi
done
a2enmod -q wsgi
a2ensite -q openstack-environment-dashboard`,
  units: ["apache2"],
  ports: [{ port: 80, protocol: "tcp", from: ["management"], roles: ["controller"] }],
  publish: [
    {
      port: 443,
      backendPort: 80,
      check: "/horizon/auth/login/",
      public: true,
      sticky: true,
      logins: "^/+horizon/+auth/+login/*$",
      home: "/horizon/",
    },
  ],
  health: ({ host }) => [{ http: `http://${host.addresses.management}:80/horizon/auth/login/` }],
  patience: 120,
  logFiles: ["/var/log/apache2/openstack-dashboard-*.log"],
};
