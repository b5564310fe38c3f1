import { testPersonas } from "./suite";

// On a lab that is up: npx mocha test/e2e/personas/alone.ts
testPersonas();
