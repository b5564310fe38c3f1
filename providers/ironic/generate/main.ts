import { writePackage } from "../../generate/write";
import { IRONIC } from "../describe";

void writePackage(IRONIC);
