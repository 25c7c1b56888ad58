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
    // As bytes: neither need be text.
    const words = stringsIn(readFileSync("/proc/self/cmdline"));
    if (words[1]?.toString() !== "serve\0") return;
    const variables = [...stringsIn(readFileSync("/proc/self/environ")), asString(`${setting}=${keep_ms}`)];
    execute(asString(readlinkSync("/proc/self/exe")), words, variables);
  } catch {
    return; // it goes on as it is, which costs time and nothing else
  }
}

/** Returns only when the system refuses. */
function execute(file: Buffer, words: readonly Buffer[], variables: readonly Buffer[]): void {
  const { execve } = dlopen("libc.so.6", { execve: { args: ["ptr", "ptr", "ptr"], returns: "i32" } }).symbols;
  execve(file, listOf(words), listOf(variables));
}

/** Strings that each end with a zero, without which C would read on. */
function stringsIn(bytes: Buffer): Buffer[] {
  const strings: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    const next = end === -1 ? bytes.length : end + 1;
    strings.push(Buffer.concat([bytes.subarray(at, next), end === -1 ? Buffer.alloc(1) : Buffer.alloc(0)]));
    at = next;
  }
  return strings;
}

const asString = (text: string): Buffer => Buffer.from(`${text}\0`);

/** Their addresses, with the zero that ends a list. */
const listOf = (strings: readonly Buffer[]): BigUint64Array =>
  BigUint64Array.from([...strings.map((string) => BigInt(ptr(string))), 0n]);
