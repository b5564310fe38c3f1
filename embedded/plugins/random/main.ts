import { main } from "../../../providers/server/serve";
import { random } from "./provider";

main(random);
