import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Answered, Asked } from "../../../plugins/main";
import { eachLine, startNode } from "./process";

const FOLDER = resolve(__dirname, "..", "..", "..", "plugins");

/** Native providers of this repository that take part: what they do is wait for an API. */
const NATIVE = ["cloudkitty"].map((name) => resolve(FOLDER, "..", "..", "providers", name));

/** Whether a provider that a project has in a folder is served from the same process. */
export const isServed = (folder: string): boolean => NATIVE.includes(folder);

/** Whether the engine has a plugin of its own for the package. */
export const isOwn = (name: string): boolean => existsSync(join(FOLDER, name, "provider.ts"));

interface Waiting {
  resolve: (port: number) => void;
  reject: (error: Error) => void;
}

/** The engine's own plugins of one run, in one process that starts when the first is asked for. */
export class OwnPlugins {
  private child?: ChildProcess;
  private readonly waiting: Waiting[] = [];
  private readonly written: string[] = [];

  /** @param onLine what the plugins write */
  constructor(
    private readonly engineAddress: () => string,
    private readonly onLine: (line: string) => void,
  ) {}

  /**
   * Has a plugin serve, not configured yet.
   * @returns its address, `127.0.0.1:PORT`
   * @throws Error when it does not start
   */
  async serve(name: string): Promise<string> {
    this.child ??= this.start();
    const asked: Asked = { id: this.waiting.length, name, engineAddress: this.engineAddress() };
    const port = await new Promise<number>((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.child?.send(asked, (error) => error && reject(this.failure(error.message)));
    });
    return `127.0.0.1:${port}`;
  }

  stop(): void {
    this.child?.stdin?.end();
    this.child?.kill("SIGKILL");
  }

  private start(): ChildProcess {
    const child = startNode({
      nodeargs: ["--import", "tsx"],
      script: join(FOLDER, "main.ts"),
      args: [],
      cwd: FOLDER,
      settings: {},
      asks: true,
    });
    eachLine(child, (line) => {
      this.written.push(line);
      this.onLine(line);
    });
    child.on("message", (answered: Answered) => {
      const waiting = this.waiting[answered.id];
      if ("port" in answered) waiting?.resolve(answered.port);
      else waiting?.reject(this.failure(answered.error));
    });
    const giveUp = (reason: string): void => {
      for (const { reject } of this.waiting) reject(this.failure(reason));
    };
    child.on("error", (error) => giveUp(error.message));
    child.on("close", (code, signal) => giveUp(`they ended with ${signal ?? `code ${code}`}`));
    return child;
  }

  private failure(reason: string): Error {
    return new Error(
      [`The engine's own plugins did not start: ${reason}`, ...this.written.slice(-20)].join("\n"),
    );
  }
}
