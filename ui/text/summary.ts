import type { Message } from "../../src/protocol/message.ts";
import { plainText } from "./plain-text.ts";
import { withoutTurns } from "./visible.ts";

type Summed = Pick<Message, "kind" | "content" | "attachments">;

/** A message in one text: what it says, without marks, else what its files are called. */
export const summaryOf = ({ kind, content, attachments = [] }: Summed): string =>
  content === ""
    ? withoutTurns(attachments.map(({ name }) => name).join(", "))
    : plainText({ kind, content });
