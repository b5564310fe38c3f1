// Pulumi runs plugins written for Node through ts-node, which checks types at each start. What is
// registered after it comes first.
require("tsx/cjs/api").register();
require("./main.ts");
