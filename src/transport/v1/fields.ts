/** A request of protocol 1 without its type: anything may stand there. */
export type Fields = Record<string, unknown>;

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** At most so many characters of a text, none of them half: programs fail on those. */
export const startOf = (text: string, chars: number): string => text.slice(0, chars).toWellFormed();
