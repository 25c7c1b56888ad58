import type { Message } from "../../src/protocol/message.ts";

/** A message in one text: what it says, else what its files are called. */
export const summaryOf = ({ content, attachments = [] }: Pick<Message, "content" | "attachments">): string =>
  content === "" ? attachments.map(({ name }) => name).join(", ") : content;
