import assert from "node:assert/strict";
import fc from "fast-check";
import { renderIni } from "../../components/service/ini";
import { settingsOf } from "../../policy/rules/cfg/horizon";
import { Ini } from "../../policy/rules/cfg/ini";
import { linesOf, proxiesOf, starting, valuesOf } from "../../policy/rules/cfg/lines";
import { bindsOf } from "../../policy/rules/cfg/haproxy";

describe("a configuration file as oslo.config reads it", () => {
  const text = `# [comment] = no
[DEFAULT]
debug = True
; debug = false
url: http://a=b:80/
first = 1
first = 2
quoted = "a b"
price = 5$$
long = one,
  two
# what follows goes on with nothing
empty =

[Database]
Max-Pool = 5
[DATABASE]
other = [ a, "b",c ]
`;
  const ini = new Ini(text);

  it("has sections, options and what they are set to in the end", () => {
    assert.equal(ini.isOn("DEFAULT", "debug"), true);
    assert.equal(ini.get("DEFAULT", "url"), "http://a=b:80/");
    assert.equal(ini.number("DEFAULT", "first"), 2);
    assert.equal(ini.get("DEFAULT", "quoted"), "a b");
    assert.equal(ini.get("DEFAULT", "price"), "5$");
    assert.equal(ini.get("DEFAULT", "long"), "one,\ntwo");
    assert.deepEqual(ini.list("DEFAULT", "long"), ["one", "two"]);
    assert.equal(ini.get("DEFAULT", "empty"), "");
    assert.equal(ini.get("DEFAULT", "left_out"), undefined);
  });

  it("has sections of any case, in pieces", () => {
    assert.equal(ini.number("database", "Max_Pool"), 5);
    assert.deepEqual(ini.list("database", "other"), ["a", "b", "c"]);
    assert.equal(ini.has("database"), true);
    assert.equal(ini.has("default"), false);
  });

  it("says of options that are neither on nor off that they are neither", () => {
    const odd = new Ini("[a]\nb = maybe\n");
    assert.deepEqual(
      [odd.isOn("a", "b"), odd.isOff("a", "b"), odd.isOff("a", "c")],
      [false, false, false],
    );
  });

  it("has every value that the program writes", () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9_]{0,15}$/);
    const value = fc
      .string({ unit: "grapheme-ascii", maxLength: 40 })
      // oslo.config takes quotation marks away that are around the whole of a value.
      .filter((one) => one.trim() === one && !/^(["']).*\1$/.test(one));
    fc.assert(
      fc.property(name, name, value, (section, option, written) => {
        const read = new Ini(renderIni({ [section]: { [option]: written } }));
        assert.equal(read.get(section, option), written);
      }),
    );
  });
});

describe("files of words in lines", () => {
  it("are words without comments, held together by quotation marks", () => {
    assert.deepEqual(linesOf(`  bind *:80 # all\n# nothing\n\n  log-format "a # b" 'c d' e\\ f`), [
      ["bind", "*:80"],
      ["log-format", "a # b", "c d", "e\\ f"],
    ]);
  });

  it("are parts of haproxy.cfg, with their listeners", () => {
    const [head, proxy] = proxiesOf(
      "global\n  maxconn 10\nfrontend api\n  bind 10.0.0.1:80,[::]:443 ssl crt a.pem\n  bind 127.0.0.1:1\n  bind /run/a.sock\n  bind :8080\n",
    );
    assert.deepEqual(head, { kind: "global", name: "", lines: [["maxconn", "10"]] });
    assert.deepEqual(proxy && bindsOf(proxy), [
      { address: "10.0.0.1", port: "80", options: ["ssl", "crt", "a.pem"] },
      { address: "[::]", port: "443", options: ["ssl", "crt", "a.pem"] },
      { address: "", port: "8080", options: [] },
    ]);
    assert.deepEqual(starting(head?.lines ?? [], "maxconn"), [["10"]]);
  });

  it("are names with values, or without", () => {
    assert.deepEqual(
      [
        ...valuesOf(
          '[mariadbd]\nbind-address = 10.0.0.1\n# a = b\nskip-grant-tables\nuser = "root"\n',
        ),
      ],
      [
        ["bind-address", "10.0.0.1"],
        ["skip-grant-tables", ""],
        ["user", "root"],
      ],
    );
  });

  it("are the dashboard's settings, of which the last file counts", () => {
    const folder = "/etc/openstack-dashboard";
    assert.deepEqual(
      [
        ...settingsOf([
          { path: `${folder}/local_settings.d/_2.py`, content: "DEBUG = False  # off\n" },
          { path: `${folder}/local_settings.d/_1.py`, content: "HORIZON_CONFIG['a'] = True\n" },
          {
            path: `${folder}/local_settings.py`,
            content: "DEBUG = True\n# SECRET = 1\nCACHES = {\n",
          },
        ]),
      ],
      [
        ["DEBUG", "False"],
        ["CACHES", "{"],
        ['HORIZON_CONFIG["a"]', "True"],
      ],
    );
  });
});
