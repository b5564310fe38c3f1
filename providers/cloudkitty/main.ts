import { main } from "../server";
import { cloudkittyProvider } from "./provider";

main(cloudkittyProvider());
