import { main } from "../server/serve";
import { command } from "./provider";

main(command);
