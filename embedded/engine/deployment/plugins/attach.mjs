// Loaded by `--import` into every Node process that the engine starts. Its first line of standard
// input holds settings for process.env: so they, and the secrets among them, are in no process's
// environment block. Standard input ends when the engine does, however it ended, and then so does
// the process.
let text = "";
process.stdin.setEncoding("utf8");
await new Promise((resolve) => {
  process.stdin.on("data", (chunk) => {
    text += chunk;
    if (text.includes("\n")) resolve();
  });
  process.stdin.on("end", resolve);
});
if (!text.includes("\n")) process.exit(1);
Object.assign(process.env, JSON.parse(text));
process.stdin.on("end", () => process.exit(1));
process.stdin.unref();
