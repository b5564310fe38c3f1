import { testBilling } from "./suite";

// On a lab that is up: npx mocha test/e2e/billing/alone.ts
testBilling();
