import { ChatError } from "../protocol/errors.ts";

/** What is said where somebody sees another channel of this name. */
export const nameTaken = (name: string): ChatError =>
  new ChatError("exists", `There is a channel named ${name} already.`);
