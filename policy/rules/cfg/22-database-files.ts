import type { Rule } from "../../rule";
import { inContents, onServices, service } from "./common";
import { valuesOf } from "./lines";

const PATH = "/etc/mysql/mariadb.conf.d/70-site.cnf";

function wrong(text: string): string[] {
  if (!/^\[(mariadbd|mariadb|mysqld|server)\]/m.test(text)) return [];
  const values = new Map(
    [...valuesOf(text)].map(([name, value]) => [name.replaceAll("-", "_").toLowerCase(), value]),
  );
  const isOn = (name: string, otherwise: boolean): boolean => {
    const value = values.get(name);
    // An option without a value is switched on by being there.
    return value === undefined ? otherwise : !/^(0|off|false)$/i.test(value);
  };
  return [
    ...(isOn("local_infile", true) ? ["local_infile is on"] : []),
    ...(isOn("skip_grant_tables", false) ? ["skip_grant_tables lets everybody in"] : []),
    ...(isOn("skip_name_resolve", false)
      ? []
      : ["hosts are told apart by names (skip_name_resolve is off)"]),
  ];
}

export const databaseFiles: Rule = onServices({
  id: "CFG-22",
  title: "The database asks who it is, by address, and has clients send no files",
  severity: "high",
  reason:
    "with local_infile a statement that a flaw lets in has the API's host send its files, keys " +
    "among them; who answers for a name in DNS is taken for another host",
  sources: [
    "OpenStack Security Guide, Database access control",
    "MariaDB documentation, LOAD DATA INFILE; it is on by default",
  ],
  remedy: "write local_infile = OFF and skip_name_resolve = 1, and leave skip_grant_tables out",
  check: (deployment) => inContents(deployment, /^\/etc\/mysql\/.*\.cnf$/, wrong),
  cases: {
    passes: [
      {
        of: "neither files nor names, and a file for clients",
        resources: {
          mariadb: service("mariadb", {
            [PATH]: "[mariadbd]\nlocal-infile = 0\nskip-name-resolve\n",
            "/etc/mysql/conf.d/client.cnf": "[client]\nport = 3306\n",
          }),
        },
      },
    ],
    fails: [
      {
        of: "the defaults, and a database without users",
        resources: { mariadb: service("mariadb", { [PATH]: "[mysqld]\nskip-grant-tables\n" }) },
        finds: {
          mariadb: [
            `${PATH}: local_infile is on (on controller1)`,
            `${PATH}: skip_grant_tables lets everybody in (on controller1)`,
            `${PATH}: hosts are told apart by names (skip_name_resolve is off) (on controller1)`,
          ],
        },
      },
    ],
  },
});
