const ends: (() => unknown)[] = [];

/** Has this done after the last test of a process (test/after-tests.ts), or where a program of ours says that it is through. */
export const atEnd = (end: () => unknown): void => void ends.push(end);

export async function endAll(): Promise<void> {
  for (const end of ends.splice(0)) await end();
}
