import * as pulumi from "@pulumi/pulumi";
import type { Cloud } from "../../../stacks/cloud-types";

/** A cloud that stands, for tenants to be declared on. */
export const cloud = (): Cloud => ({
  authUrl: pulumi.output("https://10.0.1.10:5000/v3"),
  ca: pulumi.output("PEM"),
  region: "RegionOne",
  admin: {
    userName: "admin",
    password: pulumi.secret("canary-admin"),
    projectName: "admin",
    domainName: "Default",
  },
  blockStorage: false,
  ready: [],
});
