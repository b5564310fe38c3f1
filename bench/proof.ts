/**
 * Run by itself, so that its memory is its own: proves 1,000 tenants of 20 resources and prints the
 * seconds that took and the MiB that the whole process had at its most.
 */
import { prove } from "../components/isolation/prove";
import { manyTenants } from "../test/support/many-tenants";

const model = manyTenants(1000);
const start = performance.now();
const { violations } = prove(model);
if (violations.length > 0) throw new Error("tenants that do not reach each other do");
const seconds = (performance.now() - start) / 1000;
process.stdout.write(`${seconds} ${process.resourceUsage().maxRSS / 1024}\n`);
