/** A line of words, as sshd, HAProxy, Apache and nginx have them. */
export type Words = string[];

/** The lines of a file in words, without comments. Quotation marks hold words together. */
export const linesOf = (text: string): Words[] =>
  text
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/#.*$|"([^"]*)"|'([^']*)'|((?:\\.|[^\s#"'])(?:\\.|[^\s"'])*)/g)]
        .filter(([word]) => !word.startsWith("#"))
        .map(([, double, single, bare]) => double ?? single ?? bare ?? ""),
    )
    .filter((words) => words.length > 0);

/** A part of haproxy.cfg, such as `frontend keystone`. */
export interface Proxy {
  kind: string;
  name: string;
  lines: Words[];
}

const KINDS = ["global", "defaults", "frontend", "backend", "listen", "userlist", "peers"];

/** The parts of haproxy.cfg. */
export function proxiesOf(text: string): Proxy[] {
  const proxies: Proxy[] = [];
  for (const words of linesOf(text)) {
    const [kind = "", name = ""] = words;
    if (KINDS.includes(kind)) proxies.push({ kind, name, lines: [] });
    else proxies.at(-1)?.lines.push(words);
  }
  return proxies;
}

/** Lines that begin with these words, without them. */
export const starting = (lines: Words[], ...words: string[]): Words[] =>
  lines
    .filter((line) => words.every((word, n) => line[n] === word))
    .map((line) => line.slice(words.length));

/** Values by the name before `=`, as `local.cnf` and rabbitmq.conf have them; sections are passed over. */
export function valuesOf(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value = ""] = /^\s*([^#;[=\s][^=]*?)\s*(?:=\s*(.*?))?\s*$/.exec(line) ?? [];
    if (name !== undefined) values.set(name, value.replace(/^(["'])(.*)\1$/, "$2"));
  }
  return values;
}
