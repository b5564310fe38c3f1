import * as pulumi from "@pulumi/pulumi";

/**
 * How many are declared at a time. One that is under way takes some 80 KiB of the program's memory, and one that
 * is declared a tenth of that: 50,000 at once would be more than the 4 GiB that Node has.
 */
const SIZE = 1000;

/**
 * Declares resources, so many at a time that the program has room for those that are under way.
 * @param makes each declares one
 * @returns all of them, once the last is declared
 */
export function inWaves<T extends pulumi.Resource>(
  makes: readonly (() => T)[],
  size = SIZE,
): pulumi.Output<T[]> {
  const made: T[] = [];
  const declare = (begin: number): pulumi.Output<unknown> => {
    const wave = makes.slice(begin, begin + size).map((make) => make());
    made.push(...wave);
    if (begin + size >= makes.length) return pulumi.output(undefined);
    // A URN is known in a preview, too.
    return pulumi.all(wave.map(({ urn }) => urn)).apply(() => declare(begin + size));
  };
  return declare(0).apply(() => made);
}
