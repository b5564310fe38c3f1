import assert from "node:assert/strict";
import { cinder } from "../../../components/controlplane/cinder";
import { keystone } from "../../../components/controlplane/keystone";
import { nova } from "../../../components/controlplane/nova";
import { placement } from "../../../components/controlplane/placement";
import { neutron } from "../../../components/network/neutron";
import { place } from "./site";

describe("APIs under uWSGI", () => {
  // With more than one, Nova's green threads wait for ever, and what comes in while a process loads
  // its policies at its first request is answered with 403.
  it("have one thread a process", () => {
    const threads = [keystone, placement, nova, neutron, cinder].flatMap((service) =>
      (service.files?.(place(service, "controller1")) ?? [])
        .filter(({ content }) => content.includes("[uwsgi]"))
        .map(({ path, content }) => [
          path.replace(/.*openstack-environment-/, ""),
          /^threads = (\d+)$/m.exec(content)?.[1],
        ]),
    );
    assert.deepEqual(threads, [
      ["keystone.ini", "1"],
      ["placement-api.ini", "1"],
      ["nova-api.ini", "1"],
      ["nova-api-metadata.ini", "1"],
      ["neutron-api.ini", "1"],
      ["cinder-api.ini", "1"],
    ]);
  });
});
