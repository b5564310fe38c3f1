import { inflateSync } from "node:zlib";

/** What a PDF shows, text by text: its streams are inflated, and its strings are in hexadecimal. */
export function textsOf(document: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; ;) {
    const begin = document.indexOf("stream\n", at);
    if (begin < 0) return texts;
    const end = document.indexOf("\nendstream", begin);
    const content = inflateSync(document.subarray(begin + 7, end)).toString("latin1");
    for (const [, shown = ""] of content.matchAll(/\[(.*?)\] TJ/g)) {
      const hex = [...shown.matchAll(/<([0-9a-f]*)>/g)].map(([, digits]) => digits).join("");
      texts.push(Buffer.from(hex, "hex").toString("latin1"));
    }
    at = end + 10;
  }
}
