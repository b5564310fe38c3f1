import { main } from "../server/serve";
import { openstack } from "./provider";

main(openstack());
