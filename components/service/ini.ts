/** An option that may stand several times in its section, as oslo.config's MultiOpt reads it. */
export class Repeated {
  constructor(readonly values: string[]) {}
}

/** A list is written with commas, as oslo.config's ListOpt reads it; undefined leaves it out. */
export type IniValue = string | number | boolean | string[] | Repeated | undefined;
export type IniSection = Record<string, IniValue>;
/** Sections by name, options by name within. */
export type IniConfig = Record<string, IniSection>;

/**
 * Renders a configuration file as oslo.config reads it: every value comes back as it went in.
 * `$` is doubled, because oslo.config would replace what follows it.
 * @throws when a name or a value cannot be written so that it is read back the same
 */
export function renderIni(config: IniConfig): string {
  return Object.entries(config)
    .map(([section, options]) => {
      if (!/^[^\s[\]][^\n[\]]*$/.test(section) || section.trim() !== section) {
        throw new Error(`"${section}" is no name for a section of a configuration file.`);
      }
      const lines = Object.entries(options).flatMap(([name, value]) => renderOption(name, value));
      return `[${section}]\n${lines.map((line) => `${line}\n`).join("")}`;
    })
    .join("\n");
}

function renderOption(name: string, value: IniValue): string[] {
  if (!/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) {
    throw new Error(`"${name}" is no name for an option of a configuration file.`);
  }
  if (value === undefined) return [];
  if (value instanceof Repeated) {
    return value.values.map((single) => `${name} = ${scalar(name, single)}`);
  }
  if (Array.isArray(value))
    return [`${name} = ${value.map((item) => listed(name, item)).join(",")}`];
  return [`${name} = ${scalar(name, String(value))}`];
}

function listed(name: string, item: string): string {
  if (/[,'"]/.test(item) || item === "") {
    throw new Error(`An entry of the list ${name} is empty or holds a comma or a quotation mark.`);
  }
  return scalar(name, item);
}

function scalar(name: string, value: string): string {
  // The value itself stays out of the message: it may be a password.
  if (/[\r\n]/.test(value) || value.trim() !== value) {
    throw new Error(`The value of ${name} holds a line break or starts or ends with a space.`);
  }
  return value.replaceAll("$", "$$$$");
}
