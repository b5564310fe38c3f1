import type { Service } from "./common";

/** What nobody opens to everybody, by what it is for. */

export const SSH: Service[] = [{ name: "SSH", port: 22 }];

export const WINDOWS: Service[] = [
  { name: "Windows RPC", port: 135 },
  { name: "Remote Desktop", port: 3389, protocols: ["tcp", "udp"] },
  { name: "WinRM", port: [5985, 5986] },
];

export const SCREENS: Service[] = [
  { name: "VNC over HTTP", port: [5800, 5809] },
  { name: "VNC", port: [5900, 5909] },
  { name: "X11", port: [6000, 6009] },
];

export const DATABASES: Service[] = [
  { name: "Microsoft SQL Server", port: [1433, 1434], protocols: ["tcp", "udp"] },
  { name: "Oracle", port: [1521, 1522] },
  { name: "MySQL", port: 3306 },
  { name: "PostgreSQL", port: 5432 },
  { name: "CouchDB", port: 5984 },
  { name: "Cassandra", port: 9042 },
  { name: "MySQL X Protocol", port: 33060 },
  { name: "MongoDB", port: [27017, 27019] },
  { name: "Db2", port: 50000 },
];

export const STORES: Service[] = [
  { name: "ZooKeeper", port: 2181 },
  { name: "AMQP (RabbitMQ)", port: [5671, 5672] },
  { name: "Redis", port: [6379, 6380] },
  { name: "Kafka", port: 9092 },
  { name: "Elasticsearch", port: 9200 },
  { name: "Elasticsearch between nodes", port: 9300 },
  { name: "memcached", port: 11211 },
  { name: "RabbitMQ management", port: 15672 },
  { name: "Redis cluster", port: 16379 },
  { name: "RabbitMQ between nodes", port: 25672 },
];

export const CONTROL: Service[] = [
  { name: "IPMI", port: 623, protocols: ["tcp", "udp"] },
  { name: "Docker", port: [2375, 2376] },
  { name: "etcd", port: [2379, 2380] },
  { name: "Salt", port: [4505, 4506] },
  { name: "Nomad", port: 4646 },
  { name: "Kubernetes API", port: 6443 },
  { name: "Vault", port: 8200 },
  { name: "Consul", port: 8500 },
  { name: "kubelet", port: 10250 },
  { name: "kubelet, read only", port: 10255 },
  { name: "libvirt", port: 16509 },
  { name: "libvirt over TLS", port: 16514 },
];

export const FILES: Service[] = [
  { name: "portmapper", port: 111, protocols: ["tcp", "udp"] },
  { name: "NetBIOS", port: [137, 139], protocols: ["tcp", "udp"] },
  { name: "SMB", port: 445 },
  { name: "rsync", port: 873 },
  { name: "NFS", port: 2049, protocols: ["tcp", "udp"] },
  { name: "iSCSI", port: 3260 },
];

export const CLEAR_TEXT: Service[] = [
  { name: "FTP", port: [20, 21] },
  { name: "Telnet", port: 23 },
  { name: "TFTP", port: 69, protocols: ["udp"] },
  { name: "POP3", port: 110 },
  { name: "IMAP", port: 143 },
  { name: "LDAP", port: 389 },
  { name: "rexec, rlogin and rsh", port: [512, 514] },
];

export const AMPLIFIERS: Service[] = [
  { name: "QOTD", port: 17, protocols: ["udp"] },
  { name: "chargen", port: 19, protocols: ["udp"] },
  { name: "SNMP", port: 161, protocols: ["udp"] },
  { name: "connectionless LDAP", port: 389, protocols: ["udp"] },
  { name: "RIP", port: 520, protocols: ["udp"] },
  { name: "SSDP", port: 1900, protocols: ["udp"] },
  { name: "memcached", port: 11211, protocols: ["udp"] },
];

/** All of them: what is not to be published by a port forwarding either. */
export const INTERNAL: Service[] = [
  ...SSH,
  ...WINDOWS,
  ...SCREENS,
  ...DATABASES,
  ...STORES,
  ...CONTROL,
  ...FILES,
  ...CLEAR_TEXT,
  ...AMPLIFIERS,
];
