import { main } from "../../../providers/server/serve";
import { command } from "./provider";

main(command);
