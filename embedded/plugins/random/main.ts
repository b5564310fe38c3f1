import { main } from "../server/serve";
import { random } from "./provider";

main(random);
