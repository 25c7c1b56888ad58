import { dlopen } from "bun:ffi";
import { readFileSync } from "node:fs";

/**
 * Takes pages of files, the program's own code above all, out of the resident memory: what ran only once (start-up, a
 * storm of logins) stays there otherwise until the whole machine is short of memory. What is used again comes back
 * from the page cache. Returns whether anything was done: not on other systems, nor where libc cannot be had.
 */
export function releaseFilePages(): boolean {
  try {
    const ranges = untouchedRanges(readFileSync("/proc/self/smaps", "utf8"));
    const { madvise } = (libc ??= openLibc()).symbols;
    return ranges.map(([from, to]) => madvise(from, to - from, dontneed)).includes(0);
  } catch {
    return false;
  }
}

/** Where files are mapped that this process cannot write to there, and has not written to: nothing can be lost. */
export function untouchedRanges(smaps: string): [from: bigint, to: bigint][] {
  return smaps.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).flatMap((mapping) => {
    const [, from, to] = /^([0-9a-f]+)-([0-9a-f]+) r-.p \S+ \S+ \d+ +\//.exec(mapping) ?? [];
    const is_untouched = /^Anonymous: +0 kB$/m.test(mapping) && /^Swap: +0 kB$/m.test(mapping);
    return from && to && is_untouched ? [[BigInt(`0x${from}`), BigInt(`0x${to}`)]] : [];
  });
}

/** MADV_DONTNEED, on every architecture of Linux that there is a build for. */
const dontneed = 4;

const openLibc = () =>
  dlopen("libc.so.6", { madvise: { args: ["u64", "u64", "i32"], returns: "i32" } } as const);

let libc: ReturnType<typeof openLibc> | undefined;
