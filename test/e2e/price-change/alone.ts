import { testPriceChange } from "./suite";

// On a lab that is up, which keeps the new price: npx mocha test/e2e/price-change/alone.ts
testPriceChange();
