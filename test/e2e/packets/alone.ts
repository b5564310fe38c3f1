import { testPackets } from "./suite";

// On a lab that is up: npx mocha test/e2e/packets/alone.ts
testPackets();
