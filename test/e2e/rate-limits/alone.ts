import { testRateLimits } from "./suite";

// On a lab that is up: npx mocha test/e2e/rate-limits/alone.ts
testRateLimits();
