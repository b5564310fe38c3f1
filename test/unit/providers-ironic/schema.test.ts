import { ironicProvider } from "../../../providers/ironic/provider";
import { testSchema } from "../support/schema";

testSchema("ironic", ironicProvider());
