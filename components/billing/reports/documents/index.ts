import type { Report } from "../model/report";
import { csv } from "./csv";
import { htmlReport } from "./html";
import { json } from "./json";
import { pdf } from "./pdf";

/** The documents of a report by their file names. */
export const documents = async (report: Report): Promise<Record<string, string | Buffer>> => ({
  "report.json": json(report),
  "report.csv": csv(report),
  "report.html": htmlReport(report),
  "report.pdf": await pdf(report),
});

export const DOCUMENTS = {
  "report.html": { title: "HTML", type: "text/html; charset=utf-8" },
  "report.pdf": { title: "PDF", type: "application/pdf" },
  "report.csv": { title: "CSV", type: "text/csv; charset=utf-8" },
  "report.json": { title: "JSON", type: "application/json" },
};
