import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { pinnedKey } from "../../../stacks/known-hosts";

const salt = Buffer.from("salt").toString("base64");
const hash = createHmac("sha1", Buffer.from("salt")).update("10.0.0.13").digest("base64");
const KNOWN_HOSTS = `# comment
10.0.0.11,controller ssh-rsa AAAArsa
10.0.0.11,controller ssh-ed25519 AAAAed
[10.0.0.12]:2222 ssh-rsa AAAAport comment
|1|${salt}|${hash} ssh-ed25519 AAAAhashed
`;

describe("the pinned host key", () => {
  const key = (address: string, port = 22) => pinnedKey(KNOWN_HOSTS, address, port, "known_hosts");

  it("is the address's own, Ed25519 before others", () => {
    assert.equal(key("10.0.0.11"), "ssh-ed25519 AAAAed");
  });

  it("is found by port and in hashed lines", () => {
    assert.equal(key("10.0.0.12", 2222), "ssh-rsa AAAAport");
    assert.equal(key("10.0.0.13"), "ssh-ed25519 AAAAhashed");
  });

  it("is never made up", () => {
    assert.throws(() => key("10.0.0.12"), {
      message:
        "site.ssh.knownHostsFile: known_hosts has no key for 10.0.0.12. " +
        "Add the host's key to it after checking it: keys are pinned, never taken on trust.",
    });
  });
});
