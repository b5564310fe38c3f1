/** What a name stands for. The environment has been checked, so an unknown name is a defect. */
export function known<T>(things: Record<string, T>, name: string): T {
  const thing = things[name];
  if (thing === undefined) {
    throw new Error(`there is no '${name}' among ${Object.keys(things).join(", ") || "nothing"}`);
  }
  return thing;
}
