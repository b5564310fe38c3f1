import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { TenantReference } from "../../../components/tenant/reference";
import { record, valueOf } from "./recorder";

const STACK = "organization/openstack-environment/lab";
const OUTPUTS = {
  tenants: {
    finance: {
      authUrl: "https://10.0.1.10:5000/v3",
      ca: "PEM",
      region: "RegionOne",
      networks: { app: "n1" },
      images: {},
    },
  },
  tenantCredentials: {
    finance: { applicationCredentials: { ci: { id: "c1", secret: "s1" } } },
  },
};

const refer = (tenant = "finance") =>
  record(() => {
    const reference = new TenantReference("cloud", { stack: STACK, tenant });
    return { reference, provider: reference.provider("ci") };
  }, OUTPUTS);

/** What a program would be ended with. */
const failure = (output: pulumi.Output<unknown>): Promise<unknown> =>
  (output as unknown as { promise(): Promise<unknown> }).promise().then(
    () => undefined,
    (error: unknown) => error,
  );

describe("TenantReference", () => {
  it("gives ids by name, and a provider with the tenant's application credential", async () => {
    const { result, resources } = await refer();
    assert.deepEqual(await valueOf(result.reference.id("networks", "app")), {
      value: "n1",
      secret: false,
    });
    assert.deepEqual(await valueOf(result.reference.applicationCredential("ci")), {
      value: { id: "c1", secret: "s1" },
      secret: true,
    });
    assert.deepEqual(resources["cloud-ci"]?.inputs, {
      authUrl: "https://10.0.1.10:5000/v3",
      cacertFile: "PEM",
      region: "RegionOne",
      applicationCredentialId: { secret: "c1" },
      applicationCredentialSecret: { secret: "s1" },
      allowReauth: "true",
    });
  });

  it("says which names there are when one is unknown", async () => {
    const { result } = await refer();
    const messages = [
      ["networks", "ap"],
      ["images", "tiny"],
    ] as const;
    const errors = await Promise.all(
      messages.map(([kind, name]) => failure(result.reference.id(kind, name))),
    );
    assert.ok(errors.every((error) => pulumi.RunError.isInstance(error)));
    assert.deepEqual(
      errors.map((error) => error.message),
      [
        "There is no entry 'ap' in networks of tenant finance. It has: app.",
        "There is no entry 'tiny' in images of tenant finance. It has none.",
      ],
    );
  });
});
