/** A configuration file as oslo.config reads it. */
export class Ini {
  private readonly sections = new Map<string, Map<string, string[]>>();

  constructor(text: string) {
    let section = new Map<string, string[]>();
    let last: string[] | undefined;
    for (const line of text.split(/\r?\n/)) {
      if (/^([#;]|\s*$)/.test(line)) {
        last = undefined;
        continue;
      }
      // What is indented goes on with the value before.
      if (/^\s/.test(line) && last !== undefined) {
        last.push(`${last.pop() ?? ""}\n${line.trim()}`);
        continue;
      }
      const name = /^\[(.+)\]\s*$/.exec(line.trim())?.[1];
      if (name !== undefined) {
        section = this.sections.get(groupKey(name)) ?? new Map<string, string[]>();
        this.sections.set(groupKey(name), section);
        last = undefined;
        continue;
      }
      const [, option, value = ""] = /^\s*([^:=]+?)\s*[:=]\s*(.*)$/.exec(line) ?? [];
      if (option === undefined) continue;
      last = section.get(optionKey(option)) ?? [];
      section.set(optionKey(option), last);
      last.push(unquoted(value.trim()).replaceAll("$$", "$"));
    }
  }

  has(section: string): boolean {
    return this.sections.has(groupKey(section));
  }

  /** The value that counts, which is the last one; undefined when it is left out. */
  get(section: string, option: string): string | undefined {
    return this.sections.get(groupKey(section))?.get(optionKey(option))?.at(-1);
  }

  /** A list as it is written with commas, with or without brackets. */
  list(section: string, option: string): string[] | undefined {
    const value = this.get(section, option);
    return value
      ?.replace(/^\[(.*)\]$/s, "$1")
      .split(",")
      .map((item) => unquoted(item.trim()))
      .filter((item) => item !== "");
  }

  /** Whether it is on: what oslo.config takes for true, in any case of letters. */
  isOn(section: string, option: string): boolean {
    return /^(true|1|yes|on)$/i.test(this.get(section, option) ?? "");
  }

  /** Whether it is given, and off. */
  isOff(section: string, option: string): boolean {
    return /^(false|0|no|off)$/i.test(this.get(section, option) ?? "");
  }

  /** A whole number; undefined when it is left out or something else. */
  number(section: string, option: string): number | undefined {
    const value = this.get(section, option);
    return value !== undefined && /^-?\d+$/.test(value) ? Number(value) : undefined;
  }

  /** Every option with the value that counts. */
  all(): { section: string; option: string; value: string }[] {
    return [...this.sections].flatMap(([section, options]) =>
      [...options].map(([option, values]) => ({ section, option, value: values.at(-1) ?? "" })),
    );
  }
}

/** Names of sections are compared without case; that of the default one is in capitals. */
const groupKey = (name: string): string => {
  const trimmed = name.trim();
  return trimmed === "DEFAULT" ? trimmed : trimmed.toLowerCase();
};

const optionKey = (name: string): string => name.trim().replaceAll("-", "_");

const unquoted = (value: string): string => /^(["'])(.*)\1$/s.exec(value)?.[2] ?? value;
