import { testReports } from "./suite";

// On a lab that is up: npx mocha test/e2e/reports/alone.ts
testReports();
