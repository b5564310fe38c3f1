import { main } from "../server/serve";
import { tls } from "./provider";

main(tls);
