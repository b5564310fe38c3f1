/** A word that bash takes literally, whatever it holds. */
export const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Several words on one line, each taken literally. */
export const quoteAll = (words: string[]): string => words.map(quote).join(" ");
