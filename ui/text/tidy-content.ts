import { cleanContent } from "../../src/protocol/rules.ts";

/** A text as it is sent: without what no message may hold, and without blank lines around it. */
export const tidyContent = (text: string): string =>
  cleanContent(text)
    .trimEnd()
    .replace(/^(?:[^\S\n]*\n)+/, "");
