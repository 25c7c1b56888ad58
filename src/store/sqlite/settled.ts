import type { DiskSync } from "./disk-sync.ts";

type Method = (...asked: never[]) => Promise<unknown>;

/** Nothing but methods that answer later. */
export type Methods<Part> = { [Name in keyof Part]: Method };

/**
 * The same, but what it answers is on the disk: SQLite shows at once what is committed, and who was shown what a power cut
 * then takes would have seen what never was. Each method must have read all that it answers by the time it returns its
 * promise, or have written it.
 *
 * Answers of one commit stay in its order: each takes as many steps as the others, for none of them waits again.
 */
export function settled<Part extends Methods<Part>>(
  part: Part,
  disk: Pick<DiskSync, "is_settled" | "settled">,
): Part {
  const onDisk = (answer: unknown) => (disk.is_settled ? answer : disk.settled().then(() => answer));
  const methods = Object.entries<Method>(part).map(([name, method]) => {
    const settle: Method = (...asked) => method(...asked).then(onDisk);
    return [name, settle] as const;
  });
  return Object.fromEntries(methods) as Part; // each method under its name
}
