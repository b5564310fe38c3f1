import { ProcessWatch } from "../support/processes";
import { testBadLuck } from "./suite";

// On a lab that is up: npx mocha test/e2e/bad-luck/alone.ts
const watch = new ProcessWatch();
testBadLuck(watch);
after(() => watch.stop());
