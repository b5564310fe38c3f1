import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Decimal } from "decimal.js";
import { writeDocuments } from "../../../../components/billing/reports/statement";
import { textsOf } from "../../../unit/billing/reports/pdf-texts";
import { type ExpectedReport, expectedReport } from "./expected-report";
import { expectedCsv, expectedHtml, expectedPdf, rowsOf } from "./shown";
import { reportOf } from "./statement";
import type { Thing } from "./story";

const ISSUED = "2025-04-02T08:00:00Z";

/** What frames are read from, and whose they are. */
export interface Source {
  rated: Parameters<typeof reportOf>[0];
  projects: Record<Thing["project"], string>;
}

/** The end of the chain: what a project gets to read. */
export function testDocuments(source: () => Source, project: Thing["project"]): void {
  describe(`${project}: the report`, () => {
    let folder: string;
    let expected: ExpectedReport;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "golden-"));
      const { rated, projects } = source();
      const about = { id: projects[project], issued: ISSUED };
      const report = await reportOf(rated, project, about);
      await writeDocuments(report, folder);
      expected = expectedReport(project, about, report.reconciliation.cloudkitty);
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const document = (name: string): Buffer => readFileSync(join(folder, name));

    it("is JSON, CSV, HTML and PDF", () => {
      const names = ["report.csv", "report.html", "report.json", "report.pdf"];
      assert.deepEqual(readdirSync(folder).sort(), names);
    });

    it("is held against CloudKitty's own total, which is the same", () => {
      const { cloudkitty, report } = expected.reconciliation;
      // Floats, added up by InfluxDB.
      assert.equal(new Decimal(cloudkitty).toFixed(8), new Decimal(report).toFixed(8));
    });

    it("is in JSON to the last digit what was used, at its prices", () => {
      const text = document("report.json").toString();
      assert.deepEqual(JSON.parse(text), expected);
      assert.equal(text, `${JSON.stringify(JSON.parse(text), null, 2)}\n`);
    });

    it("is in CSV the same", () => {
      assert.equal(document("report.csv").toString(), expectedCsv(expected));
    });

    it("shows the same in HTML", () => {
      assert.deepEqual(rowsOf(document("report.html").toString()), expectedHtml(expected));
    });

    it("shows the same in PDF", () => {
      const foot = new RegExp(`^(Page \\d+ of \\d+|Preliminary report: ${project})$`);
      const texts = textsOf(document("report.pdf")).filter((text) => !foot.test(text));
      const wanted = expectedPdf(expected);
      const begin = texts.indexOf("Usage");
      assert.deepEqual(texts.slice(begin, begin + wanted.length), wanted);
    });
  });
}
