import { dlopen, ptr } from "bun:ffi";
import { readFileSync, readlinkSync } from "node:fs";

/** The allocator's setting, which it reads from the environment when the process starts, and never again. */
const setting = "MIMALLOC_PURGE_DELAY";

/**
 * How long what is freed stays with the process. By itself the allocator gives it back after 10 ms, and a busy server, which frees
 * 30 MB ten times a second, asks for the same pages again: a tenth to an eighth of its time. docs/PERFORMANCE.md has the figures.
 */
const keep_ms = 250;

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/**
 * Starts the program anew in its own place (the same process, the same arguments) with that setting, and does not return. Returns where
 * the environment has it already, where it cannot be done (other systems, no libc to be had), and where the system tells of other words
 * than the program's own, as emulators do. Nothing may have begun yet.
 */
export function keepFreedMemory({ env, platform }: Surroundings): void {
  if (platform !== "linux" || env[setting] !== undefined) return;
  try {
    const words = stringsIn(readFileSync("/proc/self/cmdline", "latin1"));
    if (words[1] !== "serve") return;
    const variables = [...stringsIn(readFileSync("/proc/self/environ", "latin1")), `${setting}=${keep_ms}`];
    execute(readlinkSync("/proc/self/exe"), words, variables);
  } catch {
    return; // it goes on as it is, which costs time and nothing else
  }
}

/** Returns only when the system refuses. A character of the words and variables is a byte: they need not be text. */
function execute(file: string, words: readonly string[], variables: readonly string[]): void {
  const { execve } = dlopen("libc.so.6", { execve: { args: ["ptr", "ptr", "ptr"], returns: "i32" } }).symbols;
  const [word_bytes, variable_bytes] = [words.map(bytesOf), variables.map(bytesOf)];
  execve(Buffer.from(`${file}\0`), listOf(word_bytes), listOf(variable_bytes));
}

/** Each ends with a zero. */
const stringsIn = (text: string): string[] => text.split("\0").slice(0, -1);

const bytesOf = (text: string): Buffer => Buffer.from(`${text}\0`, "latin1");

/** Their addresses, with the zero that ends a list. */
const listOf = (strings: readonly Buffer[]): BigUint64Array =>
  BigUint64Array.from([...strings.map((string) => BigInt(ptr(string))), 0n]);
