/**
 * The deployment engine: runs a program, or goes through the state, and makes what is there agree
 * with it. It knows nothing of files, of encryption or of terminals: those are its callers'.
 */
export * from "./contract";
export * from "./journal";
export { run } from "./run";
