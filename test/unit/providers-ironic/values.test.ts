import assert from "node:assert/strict";
import fc from "fast-check";
import * as checks from "../../../providers/ironic/checks/values";
import type { Value } from "../../../providers/server";

type Check = (value: Value) => string | undefined;

/** Each wrong value and all that is said of it. */
function says(check: Check, expected: Record<string, string>): void {
  const said = Object.keys(expected).map((value) => [value, check(value)]);
  assert.deepEqual(Object.fromEntries(said), expected);
}

function takes(check: Check, values: Value[]): void {
  assert.deepEqual(
    values.map((value) => check(value)),
    values.map(() => undefined),
  );
}

describe("ironic: values", () => {
  it("MAC addresses", () => {
    takes(checks.macMistake, ["52:54:00:12:34:56", "AA:BB:CC:DD:EE:FF"]);
    const wanted = "expected a MAC address such as 52:54:00:12:34:56";
    says(checks.macMistake, {
      "52-54-00-12-34-56": `${wanted}, found "52-54-00-12-34-56"; write 52:54:00:12:34:56`,
      "5254.0012.3456": `${wanted}, found "5254.0012.3456"; write 52:54:00:12:34:56`,
      "52:54:00:12:34": `${wanted}, found "52:54:00:12:34"`,
      "52:54:00:12:34:5g": `${wanted}, found "52:54:00:12:34:5g"`,
      "01:00:5e:00:00:01":
        'expected the address of one card, found "01:00:5e:00:00:01", which is a multicast address',
    });
  });

  it("addresses of images", () => {
    takes(checks.urlMistake, [
      "https://images/host.img",
      "http://10.0.0.60:8080/a.iso",
      "file:///srv/http/a.img",
      "glance://image",
      "11111111-1111-4111-8111-111111111111",
    ]);
    says(checks.urlMistake, {
      "host.img": 'expected a URL such as https://images/host.img, found "host.img"',
      "ftp://a/b": 'expected http, https or file before "://", found "ftp" in "ftp://a/b"',
      "http://me:pw@a/b": "a user name in a URL is shown by Ironic: leave it out",
    });
  });

  it("addresses of BMCs", () => {
    takes(checks.bmcMistake, [
      "https://10.0.0.70",
      "10.0.0.70",
      "bmc1.site:8443",
      "https://[fd00::1]",
    ]);
    says(checks.bmcMistake, {
      "ftp://bmc": 'expected https before "://", found "ftp://bmc"',
      "https://bmc/redfish/v1/Systems/1":
        'expected no path, found "https://bmc/redfish/v1/Systems/1"; it goes into redfish_system_id',
      "https://root:pw@bmc":
        "the user name goes into redfish_username, the password into redfish_password",
      "a bmc": 'expected the address of a BMC such as https://10.0.0.70, found "a bmc"',
    });
  });

  it("addresses with a prefix, and without", () => {
    takes(checks.cidrMistake, ["10.0.0.5/24", "0.0.0.0/0", "fd00::5/64"]);
    const wanted = "expected an address with its prefix such as 10.0.0.5/24";
    says(checks.cidrMistake, {
      "10.0.0.5": `${wanted}, found "10.0.0.5", which has no prefix`,
      "10.0.0.500/24": `${wanted}, found "10.0.0.500/24"`,
      "10.0.0.5/24/1": `${wanted}, found "10.0.0.5/24/1"`,
      "10.0.0.5/33": 'expected a prefix from 0 to 32, found "10.0.0.5/33"',
      "fd00::5/129": 'expected a prefix from 0 to 128, found "fd00::5/129"',
    });
    takes(checks.addressMistake, ["10.0.0.5", "fd00::5"]);
    says(checks.addressMistake, {
      "10.0.0.5/24": 'expected an IP address such as 10.0.0.5, found "10.0.0.5/24"',
    });
  });

  it("resource classes", () => {
    takes(checks.resourceClassMistake, ["baremetal-small", "gpu.A100", "x"]);
    says(checks.resourceClassMistake, {
      CUSTOM_BAREMETAL_SMALL:
        'found "CUSTOM_BAREMETAL_SMALL": a flavor asks for resources:CUSTOM_BAREMETAL_SMALL, the node itself says "baremetal-small"',
      "a b":
        'expected up to 80 letters, digits, "-", "_" or ".", such as baremetal-small, found "a b"',
    });
  });

  it("traits: each, twice, too many", () => {
    takes(checks.traitsMistake, [["CUSTOM_LAB", "HW_CPU_X86_VMX", "COMPUTE_NODE"], []]);
    const wanted = "expected a standard trait such as HW_CPU_X86_VMX or a custom one";
    assert.equal(
      checks.traitsMistake(["gpu", "CUSTOM_A", "CUSTOM_A", "CUSTOM_b"]),
      `[0]: ${wanted}, found "gpu"; write CUSTOM_GPU; [3]: ${wanted}, found "CUSTOM_b"; write CUSTOM_B; ` +
        "each trait once, found twice: CUSTOM_A",
    );
    const many = Array.from({ length: 51 }, (_, at) => `CUSTOM_${at}`);
    assert.equal(checks.traitsMistake(many), "expected at most 50 traits, found 51");
  });

  it("names and UUIDs", () => {
    takes(checks.nameMistake, ["rack1-host3", "a.b_c~d"]);
    says(checks.nameMistake, {
      "host 1":
        'expected letters, digits, "-", "_", "." or "~", such as rack1-host3, found "host 1"',
      "11111111-1111-4111-8111-111111111111":
        'expected a name, found "11111111-1111-4111-8111-111111111111", which is a UUID',
    });
    says(checks.uuidMistake, {
      host1: 'expected a UUID, found "host1"; take the uuid of the resource',
    });
  });

  it("takes what it advises to write", () => {
    const advised = (check: Check, value: string): void => {
      const advice = / write (\S+)$/.exec(check(value) ?? "")?.[1];
      if (advice !== undefined) assert.equal(check(advice), undefined, `${value}: ${advice}`);
    };
    const hex = fc.array(fc.constantFrom(..."0123456789abcdefABCDEF-:. "), { maxLength: 20 });
    fc.assert(fc.property(hex, (digits) => advised(checks.macMistake, digits.join(""))));
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 40 }), (text) => {
        if (/[A-Za-z0-9]/.test(text)) advised(checks.traitMistake, text);
      }),
    );
  });
});
