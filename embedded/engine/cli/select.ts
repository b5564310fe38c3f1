import { emitKeypressEvents } from "node:readline";

import { Problem } from "./problem";

/**
 * Lets one of some words be chosen on a terminal, by the arrow keys or by typing its beginning, as
 * Pulumi does.
 * @param preset what Enter alone chooses
 * @throws Problem when it was cancelled by Ctrl-C
 */
export function select<Choice extends string>(
  question: string,
  choices: Choice[],
  preset: Choice,
  { input, output }: { input: NodeJS.ReadStream; output: NodeJS.WriteStream } = {
    input: process.stdin,
    output: process.stdout,
  },
): Promise<Choice> {
  let at = choices.indexOf(preset);
  let typed = "";
  const lines = (): string[] => [
    `${question}  [Use arrows to move, type to filter]${typed ? ` ${typed}` : ""}`,
    ...choices.map((choice, index) => `${index === at ? ">" : " "} ${choice}`),
  ];
  const draw = (again: boolean): void => {
    const up = again ? `\x1b[${choices.length + 1}A\r\x1b[J` : "";
    output.write(`${up}${lines().join("\n")}\n`);
  };
  draw(false);
  emitKeypressEvents(input);
  input.setRawMode(true).resume();
  return new Promise((resolve, reject) => {
    const end = (): void => {
      input.off("keypress", press).setRawMode(false).pause();
      output.write(`\x1b[${choices.length + 1}A\r\x1b[J`);
    };
    const press = (text: string | undefined, key: { name?: string; ctrl?: boolean }): void => {
      if (key.ctrl && key.name === "c") {
        end();
        output.write(`${question}\n`);
        return reject(new Problem("confirmation cancelled"));
      }
      if (key.name === "return" || key.name === "enter") {
        const chosen = choices[at] ?? preset;
        end();
        output.write(`${question} ${chosen}\n`);
        return resolve(chosen);
      }
      if (key.name === "up") at = (at + choices.length - 1) % choices.length;
      else if (key.name === "down") at = (at + 1) % choices.length;
      else if (key.name === "backspace") typed = typed.slice(0, -1);
      else if (text !== undefined && /^[a-z]$/i.test(text)) typed += text.toLowerCase();
      const found = choices.findIndex((choice) => choice.startsWith(typed));
      if (typed !== "" && found >= 0) at = found;
      if (found < 0) typed = typed.slice(0, -1);
      if (key.name === "up" || key.name === "down") typed = "";
      draw(true);
    };
    input.on("keypress", press);
  });
}
