import { main } from "../../../providers/server/serve";
import { tls } from "./provider";

main(tls);
