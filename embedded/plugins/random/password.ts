import { randomInt } from "node:crypto";
import type { Properties } from "../../../providers/server/types";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const NUMERIC = "0123456789";
/** The special characters of the official provider, in its order. */
const SPECIAL = "!@#$%&*()-_=+[]{}<>:?";

/** A kind of character: whether it may occur, and how often it has to. */
interface CharacterClass {
  characters: string;
  allowed: boolean;
  minimum: number;
}

/** The character classes that a RandomPassword's or RandomString's inputs ask for. */
export function characterClasses(inputs: Properties): CharacterClass[] {
  const override = inputs.overrideSpecial;
  const special = typeof override === "string" && override !== "" ? override : SPECIAL;
  // `number` is the older name of `numeric`: either one forbids digits.
  const forbidden = (name: string): boolean =>
    inputs[name] === false || (name === "numeric" && inputs.number === false);
  const characterClass = (characters: string, name: string, minimum: string): CharacterClass => ({
    characters,
    allowed: !forbidden(name),
    minimum: typeof inputs[minimum] === "number" ? inputs[minimum] : 0,
  });
  return [
    characterClass(LOWER, "lower", "minLower"),
    characterClass(UPPER, "upper", "minUpper"),
    characterClass(NUMERIC, "numeric", "minNumeric"),
    characterClass(special, "special", "minSpecial"),
  ];
}

/** Random text of a length: the minimum of each class, the rest from all that is allowed, shuffled. */
export function composePassword(length: number, classes: CharacterClass[]): string {
  const pick = (characters: string): string => characters.charAt(randomInt(characters.length));
  const all = classes
    .filter(({ allowed }) => allowed)
    .map(({ characters }) => characters)
    .join("");
  const chosen = classes.flatMap(({ characters, minimum }) =>
    Array.from({ length: minimum }, () => pick(characters)),
  );
  while (chosen.length < length) chosen.push(pick(all));
  for (let last = chosen.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [chosen[last], chosen[other]] = [chosen[other] ?? "", chosen[last] ?? ""];
  }
  return chosen.join("");
}
