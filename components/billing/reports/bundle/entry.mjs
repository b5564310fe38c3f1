// What the billing host runs: the service with the two fonts that its PDF documents are set in.
import { registerStdFonts } from "pdfkit";
import Helvetica from "pdfkit-helvetica";
import HelveticaBold from "pdfkit-helvetica-bold";

registerStdFonts(Helvetica, HelveticaBold);
import "../main.ts";
