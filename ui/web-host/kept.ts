import type { Account } from "../../src/protocol/bridge.ts";
import type { Memory } from "./memory.ts";

/** Drafts and the like, each account's as one text in the browser's store. */
export class Kept {
  constructor(private readonly memory: Memory) {}

  load(account: Account): Record<string, string> {
    return parsed(this.memory.textOfStay(keyOf(account)));
  }

  /** Read before it is written: another tab may have kept something meanwhile. An empty text is forgotten. */
  put(account: Account, name: string, text: string): void {
    const { [name]: _, ...others } = this.load(account);
    const texts = text === "" ? others : { ...others, [name]: text };
    this.memory.keepForStay(keyOf(account), Object.keys(texts).length === 0 ? null : JSON.stringify(texts));
  }
}

const keyOf = ({ server_id, user_id }: Account): string => `chat.kept/${user_id}@${server_id}`;

/** A store that a person or an extension has changed is as good as empty. */
function parsed(json: string | undefined): Record<string, string> {
  const value = parsedJson(json);
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

/** What was kept as JSON; undefined for nothing, and for what is none. */
export function parsedJson(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
