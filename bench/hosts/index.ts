import { loadEnvironment } from "../../stacks/environment";
import { declareHosts } from "../../stacks/metal";

// Each host is reached by SSH before it counts as made.
declareHosts(loadEnvironment());
