import { testOpenstackPlugin } from "./suite";

// On a lab that is up: npx mocha test/e2e/openstack-plugin/alone.ts
testOpenstackPlugin();
