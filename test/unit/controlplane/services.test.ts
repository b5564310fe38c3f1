import assert from "node:assert/strict";
import { haproxy } from "../../../components/controlplane/haproxy";
import { keepalived } from "../../../components/controlplane/keepalived";
import { databaseSql, mariadb } from "../../../components/controlplane/mariadb";
import { glance } from "../../../components/controlplane/glance";
import { horizon } from "../../../components/controlplane/horizon";
import { keystone } from "../../../components/controlplane/keystone";
import { placement } from "../../../components/controlplane/placement";
import { identityState } from "../../../components/controlplane/identity";
import { definitions, passwordHash, rabbitmq } from "../../../components/controlplane/rabbitmq";
import { nova } from "../../../components/controlplane/nova";
import { databaseAddress } from "../../../components/service/common";
import { script } from "../../../components/service/deployment";
import { file, place, secrets, site } from "./site";

describe("Placement on a host", () => {
  it("has these files", () => {
    const here = place(placement, "controller1");
    assert.deepEqual(
      (placement.files?.(here) ?? []).map(({ path, mode, owner, group }) => [
        path,
        mode,
        owner,
        group,
      ]),
      [
        ["/etc/placement/placement.conf", "0640", "root", "placement"],
        ["/etc/placement/openstack-environment-placement-api.ini", undefined, undefined, undefined],
        ["/etc/default/placement-api", undefined, undefined, undefined],
      ],
    );
    assert.equal(
      file(placement, "/etc/default/placement-api", "controller1"),
      'DAEMON_ARGS="--http-socket 10.0.0.11:8778 --ini /etc/placement/openstack-environment-placement-api.ini"\n',
    );
    assert.equal(
      file(placement, "/etc/placement/placement.conf", "controller1"),
      `[DEFAULT]
pybasedir = /usr/lib/python3/dist-packages
log_dir = /var/log/placement

[placement_database]
connection = mysql+pymysql://placement:database-placement@10.0.0.11:3306/placement?charset=utf8mb4
max_pool_size = 5
max_overflow = 20
connection_recycle_time = 600

[api]
auth_strategy = keystone

[keystone_authtoken]
auth_type = password
auth_url = https://10.0.0.10:5000
project_domain_name = Service
user_domain_name = Service
project_name = service
username = placement
password = identity-placement
region_name = RegionOne
interface = internal
www_authenticate_uri = https://10.0.1.10:5000
memcached_servers = 10.0.0.11:11211
service_token_roles = service
service_token_roles_required = true

[oslo_messaging_rabbit]
rabbit_quorum_queue = true
heartbeat_in_pthread = false

[oslo_messaging_notifications]
driver = noop

[oslo_middleware]
enable_proxy_headers_parsing = true

[oslo_concurrency]
lock_path = /var/lock/placement

[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = 10.0.0.11:11211

[oslo_policy]
policy_dirs = /etc/placement/policy.d
`,
    );
  });

  it("starts its unit when its files changed, and is done when it answers", () => {
    assert.equal(
      script(placement, place(placement, "controller1")),
      `UNITS=('placement-api')
ensure_units 'placement-api' -- '/etc/placement/placement.conf' '/etc/placement/openstack-environment-placement-api.ini' '/etc/default/placement-api'
wait_for 90 'placement: http://10.0.0.11:8778/' answers_http 'http://10.0.0.11:8778/'`,
    );
  });
});

describe("services on several controllers", () => {
  it("write to the database by their own load balancer, and know every queue and cache", () => {
    const text = file(nova, "/etc/nova/nova.conf", "controller2", 3);
    assert.match(text, /^my_ip = 10\.0\.0\.12$/m);
    assert.match(
      text,
      /^connection = mysql\+pymysql:\/\/nova:database-nova@127\.0\.0\.1:3306\/nova_api\?charset=utf8mb4$/m,
    );
    assert.match(
      text,
      /^transport_url = rabbit:\/\/nova:queue-nova@10\.0\.0\.11:5672,nova:queue-nova@10\.0\.0\.12:5672,nova:queue-nova@10\.0\.0\.13:5672\/$/m,
    );
    assert.match(
      text,
      /^memcached_servers = 10\.0\.0\.11:11211,10\.0\.0\.12:11211,10\.0\.0\.13:11211$/m,
    );
  });

  it("form a Galera cluster, which a lone node is too", () => {
    const path = "/etc/mysql/mariadb.conf.d/70-openstack-environment.cnf";
    const address = (controllers: number) =>
      /^wsrep_cluster_address = (.*)$/m.exec(
        file(mariadb([]), path, "controller1", controllers),
      )?.[1];
    assert.equal(address(1), "gcomm://10.0.0.11");
    assert.equal(address(3), "gcomm://10.0.0.11,10.0.0.12,10.0.0.13");
  });

  it("have a database that asks no client for its files", () => {
    const path = "/etc/mysql/mariadb.conf.d/70-openstack-environment.cnf";
    assert.match(file(mariadb([]), path, "controller1"), /^local_infile = OFF$/m);
  });

  it("answers two that change one row at once as services expect it, not with error 1020", () => {
    const path = "/etc/mysql/mariadb.conf.d/70-openstack-environment.cnf";
    assert.match(file(mariadb([]), path, "controller1"), /^innodb_snapshot_isolation = OFF$/m);
  });

  it("reach the database by the address that moves from hosts that are no controllers", () => {
    assert.equal(databaseAddress(place(nova, "compute1", 3)), "10.0.0.10");
    assert.equal(databaseAddress(place(nova, "compute1", 1)), "10.0.0.11");
  });

  it("join one RabbitMQ cluster, node by node", () => {
    const join = rabbitmq([]).after?.(place(rabbitmq([]), "controller2", 3));
    assert.equal(
      join,
      `members=$(rabbitmqctl -q eval 'length(rabbit_nodes:list_members()).')
if [[ $members == 1 ]]; then
  for peer in 'controller1' 'controller3'; do
    answers_tcp "$peer" 5672 || continue
    # A machine that stood here before may still be known by this name.
    rabbitmqctl -q -n "rabbit@$peer" forget_cluster_node 'rabbit@controller2' || true
    rabbitmqctl -q stop_app
    rabbitmqctl -q join_cluster "rabbit@$peer" || { rabbitmqctl -q start_app; fail "RabbitMQ could not join $peer"; }
    rabbitmqctl -q start_app
    break
  done
fi`,
    );
    assert.equal(rabbitmq([]).after?.(place(rabbitmq([]), "controller1", 1)), "");
  });

  it("prefer the first controller for the addresses that move", () => {
    const priorities = (host: string) =>
      [
        ...file(keepalived, "/etc/keepalived/keepalived.conf", host, 3).matchAll(/priority (\d+)/g),
      ].map((match) => match[1]);
    assert.deepEqual(priorities("controller1"), ["100", "100"]);
    assert.deepEqual(priorities("controller3"), ["98", "98"]);
  });
});

describe("Keystone", () => {
  it("locks out who guesses passwords, and takes none that is short", () => {
    const text = file(keystone, "/etc/keystone/keystone.conf", "controller1");
    assert.match(
      text,
      /^\[security_compliance\]\nlockout_failure_attempts = 10\nlockout_duration = 1800\npassword_regex = \.\{12,\}\n/m,
    );
  });
});

describe("Glance", () => {
  it("fetches no images from where a tenant tells it to", () => {
    assert.match(
      file(glance, "/etc/glance/glance-api.conf", "controller1"),
      /^enabled_import_methods = \[glance-direct,copy-image\]$/m,
    );
  });
});

describe("HAProxy", () => {
  const config = (controllers: number) =>
    file(haproxy([glance]), "/etc/haproxy/haproxy.cfg", "controller1", controllers);
  const after = (text: string, line: string) => text.slice(text.indexOf(line));

  it("gives TLS on both addresses and limits clients on the public one", () => {
    assert.equal(
      after(config(1), "backend clients"),
      `backend clients
  stick-table type ip size 100k expire 20s store conn_cur,http_req_rate(10s),gpc0_rate(10s)
frontend glance
  bind 10.0.0.10:9292 ssl crt /etc/haproxy/openstack-environment.pem alpn http/1.1
  bind 10.0.1.10:9292 ssl crt /etc/haproxy/openstack-environment.pem alpn http/1.1
  acl limited dst 10.0.1.10
  acl trusted src 10.0.1.1
  tcp-request connection track-sc0 src table clients if limited !trusted
  tcp-request connection reject if limited !trusted { sc0_conn_cur(clients) gt 300 }
  http-request deny deny_status 429 hdr Retry-After 10 if limited !trusted { sc0_http_req_rate(clients) gt 300 }
  http-request set-header X-Forwarded-Proto https
  default_backend glance
backend glance
  option httpchk
  http-check send meth GET uri /healthcheck hdr Host api.example.org
  http-check expect rstatus [234]..
  server controller1 10.0.0.11:9292 check inter 5s fastinter 500ms rise 1 fall 3 observe layer4 error-limit 2 on-error mark-down
`,
    );
  });

  it("lets clients log in less often than they ask", () => {
    const text = file(haproxy([keystone, horizon]), "/etc/haproxy/haproxy.cfg", "controller1");
    const logins = text.split("\n").filter((line) => /login|gpc0\(/.test(line));
    const counted = [
      "  http-request sc-inc-gpc0(0) if METH_POST login limited !trusted",
      "  http-request deny deny_status 429 hdr Retry-After 10 if limited !trusted METH_POST login { sc0_gpc0_rate(clients) gt 30 }",
    ];
    assert.deepEqual(logins, [
      "  acl login path,url_dec -m reg ^/+v3/+(auth/+tokens|users/+[^/]+/+password)/*$",
      ...counted,
      "  acl login path,url_dec -m reg ^/+horizon/+auth/+login/*$",
      ...counted,
      "  http-check send meth GET uri /horizon/auth/login/ hdr Host api.example.org",
    ]);
  });

  it("has browsers come to the dashboard by TLS alone", () => {
    const text = file(haproxy([horizon]), "/etc/haproxy/haproxy.cfg", "controller1");
    assert.match(
      text,
      /^ {2}http-request redirect location \/horizon\/ if \{ path \/ \}\n {2}http-response set-header Strict-Transport-Security max-age=31536000\n {2}default_backend horizon$/m,
    );
  });

  it("leads to every controller, and to one database node", () => {
    const servers = [...config(3).matchAll(/^ {2}server .*$/gm)].map(([line]) => line.trim());
    const check =
      "check inter 5s fastinter 500ms rise 1 fall 3 observe layer4 error-limit 2 on-error mark-down";
    assert.deepEqual(servers, [
      "server controller1 10.0.0.11:3306 on-marked-up shutdown-backup-sessions",
      "server controller2 10.0.0.12:3306 backup",
      "server controller3 10.0.0.13:3306 backup",
      // An image is a file of the host that it was uploaded to: the others may not have it yet.
      `server controller1 10.0.0.11:9292 ${check}`,
      `server controller2 10.0.0.12:9292 ${check} backup`,
      `server controller3 10.0.0.13:9292 ${check} backup`,
    ]);
  });
});

describe("the dashboard", () => {
  const settings = (controllers: number) =>
    file(
      horizon,
      "/etc/openstack-dashboard/local_settings.d/_0100_openstack_environment.py",
      `controller${controllers}`,
      controllers,
    );

  it("answers to the names of the cloud and of its host, and to no other", () => {
    assert.match(
      settings(2),
      /^ALLOWED_HOSTS = \["10\.0\.1\.10", "api\.example\.org", "10\.0\.0\.10", "10\.0\.0\.12"\]$/m,
    );
  });

  it("asks an administrator who sets another's password for the own one, and shows none", () => {
    assert.match(settings(1), /^ENFORCE_PASSWORD_CHECK = True$/m);
    assert.match(settings(1), /^HORIZON_CONFIG\["disable_password_reveal"\] = True$/m);
  });
});

describe("what services need elsewhere", () => {
  it("is a database user with its schemas", () => {
    assert.equal(
      databaseSql([glance, rabbitmq([])], place(mariadb([]), "controller1")),
      `CREATE USER IF NOT EXISTS 'sst'@'localhost';
ALTER USER 'sst'@'localhost' IDENTIFIED BY 'galera-word';
GRANT RELOAD, PROCESS, LOCK TABLES, BINLOG MONITOR, REPLICA MONITOR ON *.* TO 'sst'@'localhost';
CREATE USER IF NOT EXISTS 'glance'@'%';
ALTER USER 'glance'@'%' IDENTIFIED BY 'database-glance';
CREATE DATABASE IF NOT EXISTS glance CHARACTER SET utf8mb4;
GRANT ALL ON glance.* TO 'glance'@'%';`,
    );
  });

  it("is a message queue user, its password only as a hash", () => {
    const text = definitions([keystone, nova], place(nova, "controller1"));
    assert.deepEqual(JSON.parse(text), {
      vhosts: [{ name: "/" }],
      users: [
        {
          name: "nova",
          password_hash: passwordHash("nova", "queue-nova"),
          hashing_algorithm: "rabbit_password_hashing_sha256",
          tags: [],
        },
      ],
      permissions: [{ user: "nova", vhost: "/", configure: ".*", write: ".*", read: ".*" }],
    });
    assert.equal(text.includes("queue-nova"), false);
  });

  it("is a user in the Service domain and endpoints in the catalogue", () => {
    const state = identityState([keystone, glance], site(), secrets);
    assert.deepEqual(state.users, [
      {
        name: "glance",
        domain: "Service",
        project: "service",
        password: "identity-glance",
        roles: ["admin", "service"],
        options: state.admin.options,
      },
    ]);
    assert.deepEqual(state.services, [
      {
        type: "image",
        name: "glance",
        description: "OpenStack Image",
        urls: {
          public: "https://10.0.1.10:9292",
          internal: "https://10.0.0.10:9292",
          admin: "https://10.0.0.10:9292",
        },
      },
    ]);
  });
});
