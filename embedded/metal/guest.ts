import type { Progress } from "./progress";
export async function buildGuest(progress: Progress): Promise<void> {
  progress.step("guest: not built yet");
  await Promise.resolve();
}
