import { PolicyPack } from "@pulumi/policy";
import * as pulumi from "@pulumi/pulumi";
import { policiesOf } from "./pack";
import { RULES } from "./rules";
import { readSettings } from "./settings";

const config = new pulumi.Config("openstack-environment");

new PolicyPack("openstack-isolation", {
  displayName: "Isolation between tenants of OpenStack",
  policies: policiesOf(
    RULES,
    readSettings((key) => config.getObject(key)),
    new Date().toISOString().slice(0, 10),
  ),
});
