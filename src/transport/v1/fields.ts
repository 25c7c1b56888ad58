/** A request of protocol 1 without its type: anything may stand there. */
export type Fields = Record<string, unknown>;

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
