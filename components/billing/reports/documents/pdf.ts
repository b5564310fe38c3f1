import PDFDocument from "pdfkit";
import type { Line, Report } from "../model/report";
import { mostOf } from "./chart";
import { Exact } from "../decimal";
import {
  frozenWords,
  grouped,
  monthName,
  readable,
  remarks,
  sumRows,
  titleOf,
  when,
} from "./words";

const [LEFT, RIGHT, TOP, BOTTOM] = [48, 547, 48, 790];
const [INK, SOFT, RULE, BLUE, RED] = ["#1b2330", "#667085", "#d5d9e0", "#2563eb", "#b42318"];
/** Columns of lines: where each begins, how wide it is. */
const COLUMNS = [
  { at: LEFT, width: 200, align: "left" },
  { at: 252, width: 70, align: "left" },
  { at: 326, width: 85, align: "right" },
  { at: 415, width: 60, align: "right" },
  { at: 479, width: 68, align: "right" },
] as const;
const HEAD = ["Resource", "Kind", "Quantity", "Unit price", "Amount"];

/** Letters that the fonts of every PDF reader have: Windows' code page 1252. Others become question marks. */
const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ\u017d\u017e\u0178]/gu, "?");

/** The report as PDF, A4: the same bytes for the same report. Names of other scripts are in HTML and JSON. */
export function pdf(report: Report): Promise<Buffer> {
  const document = new PDFDocument({
    size: "A4",
    margin: 0,
    bufferPages: true,
    info: {
      Title: printable(
        `${titleOf(report)}: ${report.tenant.name}, ${monthName(report.period.name)}`,
      ),
      Producer: "openstack-environment",
      Creator: "openstack-environment",
      CreationDate: new Date(report.issued),
      ModDate: new Date(report.issued),
    },
  });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    document.on("data", (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
    document.on("end", () => resolve(Buffer.concat(chunks)));
    document.on("error", reject);
  });
  new Paper(document, report).write();
  document.end();
  return done;
}

/** Writes from the top to the bottom of as many pages as it takes. */
class Paper {
  #y = TOP;
  constructor(
    readonly document: PDFKit.PDFDocument,
    readonly report: Report,
  ) {}

  write(): void {
    const { report } = this;
    this.#head();
    this.#chart();
    this.#lines("Usage", report.lines);
    if (report.fees.length > 0) this.#lines("Fees", report.fees);
    if (report.credits.length > 0) this.#credits();
    this.#sums();
    this.#title("Remarks");
    for (const remark of remarks(report)) this.#paragraph(remark);
    this.#paragraph(`Project ${report.tenant.projectId}. Made ${when(report.issued)}.`);
    this.#pageNumbers();
  }

  #head(): void {
    const { tenant, period, totals, currency } = this.report;
    this.#text(titleOf(this.report), { size: 10, colour: BLUE, bold: true });
    this.#y += 16;
    this.#text(tenant.name, { size: 22, bold: true, width: 330, cut: true });
    this.#text(`${grouped(totals.total)} ${currency}`, { size: 18, bold: true, align: "right" });
    this.#y += 28;
    const time = `${when(period.begin)} to ${when(period.end)}`;
    this.#text(`${monthName(period.name)}: ${time}`, { size: 10, colour: SOFT });
    this.#y += 26;
    const frozen = frozenWords(this.report.budget?.frozen);
    if (frozen !== undefined) this.#paragraph(frozen, RED);
  }

  /** Bars, as in the HTML report. */
  #chart(): void {
    const { course } = this.report;
    if (course.length === 0) return;
    const most = mostOf(course);
    const [height, step] = [70, (RIGHT - LEFT) / Math.max(course.length, 12)];
    course.forEach(({ amount }, n) => {
      const tall = most === 0 ? 0 : Math.max(0, new Exact(amount).toNumber() / most) * height;
      this.document.rect(LEFT + n * step, this.#y + height - tall, step * 0.78, tall).fill(BLUE);
    });
    this.#rule(this.#y + height);
    this.#y += height + 14;
  }

  #lines(title: string, lines: Line[]): void {
    this.#title(title);
    if (lines.length === 0) return this.#paragraph("Nothing.");
    const { decimals } = this.report;
    this.#row(HEAD, SOFT);
    let service = "";
    for (const line of lines) {
      if (line.service !== service) {
        service = line.service;
        this.#row([line.title], INK, true);
      }
      this.#row([
        line.name || line.resource,
        line.kind,
        `${readable(line.quantity, 0, 3)} ${line.unit}`,
        readable(line.unitPrice, 0, 6),
        readable(line.amount, decimals, 6),
      ]);
    }
  }

  #credits(): void {
    this.#title("Credits");
    for (const { reason, from, to, amount } of this.report.credits) {
      this.#space(14);
      const words = `${reason}: ${when(from)} to ${when(to)}`;
      this.#text(words, { size: 8, width: 420, cut: true });
      const shown = readable(amount, this.report.decimals, 6);
      this.#text(shown, { size: 8, align: "right" });
      this.#y += 13;
      this.#rule(this.#y - 3);
    }
  }

  #sums(): void {
    this.#title("Sum");
    const rows = sumRows(this.report);
    rows.forEach(([title, amount], n) => {
      const last = n === rows.length - 1;
      this.#space(16);
      if (last) this.#rule(this.#y - 3, 300);
      this.#text(title, { at: 300, size: last ? 11 : 9, bold: last });
      this.#text(amount, {
        at: 400,
        width: RIGHT - 400,
        size: last ? 11 : 9,
        bold: last,
        align: "right",
      });
      this.#y += 16;
    });
  }

  #title(title: string): void {
    this.#space(60);
    this.#y += 12;
    this.#text(title, { size: 12, bold: true });
    this.#y += 20;
  }

  #row(cells: string[], colour = INK, bold = false): void {
    this.#space(14);
    cells.forEach((cell, n) => {
      const column = COLUMNS[n];
      if (column !== undefined && cell !== "")
        this.#text(cell, { ...column, size: 8, colour, bold, cut: true });
    });
    this.#y += 13;
    this.#rule(this.#y - 3);
  }

  #paragraph(words: string, colour = SOFT): void {
    const lines = wrap(printable(words), 118);
    for (const line of lines) {
      this.#space(12);
      this.#text(line, { size: 8, colour });
      this.#y += 11;
    }
    this.#y += 3;
  }

  /** Goes on on a new page where less than this is left. */
  #space(height: number): void {
    if (this.#y + height <= BOTTOM) return;
    this.document.addPage();
    this.#y = TOP;
  }

  #rule(y: number, from = LEFT): void {
    this.document.moveTo(from, y).lineTo(RIGHT, y).lineWidth(0.5).stroke(RULE);
  }

  #text(words: string, style: TextStyle): void {
    const { at = LEFT, width = RIGHT - LEFT, size, align = "left", colour = INK } = style;
    this.document
      .font(style.bold ? "Helvetica-Bold" : "Helvetica")
      .fontSize(size)
      .fillColor(colour);
    let line = printable(words);
    if (style.cut) {
      while (line.length > 1 && this.document.widthOfString(line) > width)
        line = `${line.slice(0, -2)}…`;
    }
    const indent = align === "right" ? width - this.document.widthOfString(line) : 0;
    this.document.text(line, at + indent, this.#y, { lineBreak: false });
  }

  #pageNumbers(): void {
    const { count } = this.document.bufferedPageRange();
    for (let n = 0; n < count; n++) {
      this.document.switchToPage(n);
      this.#y = 812;
      const words = `${titleOf(this.report)}: ${this.report.tenant.name}`;
      this.#text(words, { size: 7, colour: SOFT, width: 400, cut: true });
      this.#text(`Page ${n + 1} of ${count}`, { size: 7, colour: SOFT, align: "right" });
    }
  }
}

interface TextStyle {
  at?: number;
  width?: number;
  size: number;
  align?: "left" | "right";
  colour?: string;
  bold?: boolean;
  /** Whether what is too long ends with dots. */
  cut?: boolean;
}

/** Lines of so many letters at most; a longer word is cut. */
function wrap(words: string, length: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words
    .split(" ")
    .flatMap((w) => w.match(new RegExp(`.{1,${length}}`, "g")) ?? [])) {
    if (line !== "" && line.length + word.length + 1 > length) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
