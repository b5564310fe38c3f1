import { cloudkittyProvider } from "../../../providers/cloudkitty/provider";
import { testSchema } from "../support/schema";

testSchema("cloudkitty", cloudkittyProvider());
