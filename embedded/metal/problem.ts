/** Something the person at the keyboard can put right: printed without a stack trace. */
export class Problem extends Error {}
