import { realFiles, type Files } from "../../../../components/billing/reports/store/files";

/** Ends the process, as it were: nothing that comes after it is done, not even what tidies up. */
export class Killed extends Error {}

const WRITES = new Set([
  "closeSync",
  "fsyncSync",
  "mkdirSync",
  "openSync",
  "renameSync",
  "rmSync",
  "symlinkSync",
  "writeFileSync",
]);

/**
 * Files of which the step with that number is the last: it is not done, or, of a text, half is written.
 * @returns how many steps were done, too
 */
export function killedAt(step: number): { files: Files; steps: () => number } {
  let steps = 0;
  const wrapped = Object.fromEntries(
    Object.entries(realFiles).map(([name, work]) => [
      name,
      !WRITES.has(name)
        ? work
        : (...args: unknown[]): unknown => {
            steps += 1;
            if (steps > step) throw new Killed();
            if (steps === step) {
              if (name === "writeFileSync") {
                const [path, text] = args as [number, string | Buffer];
                realFiles.writeFileSync(
                  path,
                  Buffer.from(text).subarray(0, Buffer.from(text).length / 2),
                );
              }
              throw new Killed();
            }
            return (work as (...all: unknown[]) => unknown)(...args);
          },
    ]),
  );
  return { files: wrapped as unknown as Files, steps: () => steps };
}

/** Files on a disk that has room for so many more texts. */
export function fullAfter(texts: number): Files {
  let left = texts;
  return {
    ...realFiles,
    writeFileSync: ((path: number, text: string | Buffer) => {
      if (left-- <= 0) {
        realFiles.writeFileSync(path, Buffer.from(text).subarray(0, 10));
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
          code: "ENOSPC",
        });
      }
      realFiles.writeFileSync(path, text);
    }) as Files["writeFileSync"],
  };
}
