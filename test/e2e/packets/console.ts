import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onHost } from "../support/command";
import type { Machine } from "./machines";

const SCRIPT = readFileSync(join(__dirname, "console.py"), "utf8");

/** What a machine is to do: a line for its shell. */
export type Task = [machine: Machine, command: string];

/** Types commands into machines' consoles, all at once. @returns what each printed, in their order */
export async function onConsoles(tasks: Task[], seconds = 60): Promise<string[]> {
  const printed = new Map<Task, string>();
  const hosts = new Set(tasks.map(([{ host }]) => host));
  await Promise.all(
    [...hosts].map(async (host) => {
      const here = tasks.filter(([machine]) => machine.host === host);
      const jobs = here.map(([{ name, instance }, command]) => {
        return { name, instance, command, seconds };
      });
      const script = `python3 - <<'END'\nJOBS = ${JSON.stringify(jobs)}\n${SCRIPT}\nEND\n`;
      const answers = JSON.parse(await onHost(host, script)) as Answer[];
      here.forEach((task, at) => printed.set(task, textOf(answers[at])));
    }),
  );
  return tasks.map((task) => printed.get(task) ?? "");
}

/** The same for one machine. */
export async function onConsole(machine: Machine, command: string): Promise<string> {
  const [text = ""] = await onConsoles([[machine, command]]);
  return text;
}

type Answer = { text: string } | { error: string };

function textOf(answer: Answer | undefined): string {
  if (answer === undefined) return "";
  if ("error" in answer) throw new Error(answer.error);
  return answer.text;
}
