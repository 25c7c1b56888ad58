import type { User } from "../../src/protocol/fields.ts";

/** That somebody came to a channel or left it. */
export interface Notice {
  id: number;
  kind: "joined" | "left";
  user: User;
  at_ms: number;
  /** Shown after this message. */
  after_seq: number;
}
