import { main } from "../../../providers/server/serve";
import { openstack } from "./provider";

main(openstack());
