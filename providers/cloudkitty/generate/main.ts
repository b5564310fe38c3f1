import { writePackage } from "../../generate/write";
import { CLOUDKITTY } from "../describe";

void writePackage(CLOUDKITTY);
