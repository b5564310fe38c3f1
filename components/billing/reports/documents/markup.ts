/** HTML that is safe to put into HTML: made by {@link html} alone. */
export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

type Part = Markup | string | number | undefined | false | Part[];

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] ?? c);

function render(part: Part): string {
  if (part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  return part instanceof Markup ? part.text : escape(String(part));
}

/** A template whose values are escaped, but for those that are Markup themselves. */
export const html = (strings: TemplateStringsArray, ...values: Part[]): Markup =>
  new Markup(
    strings.map((piece, n) => piece + (n < values.length ? render(values[n]) : "")).join(""),
  );
