import { main } from "../server";
import { ironicProvider } from "./provider";

main(ironicProvider());
