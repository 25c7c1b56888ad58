import { html } from "htm/preact";
import type { ComponentChild } from "preact";

import { visibleParts } from "../text/visible.ts";
import { words } from "../words/words.ts";

/** A text in which marks that turn its direction are shown, and do nothing. */
export function visibleText(text: string): ComponentChild {
  const parts = visibleParts(text);
  if (parts.every((part) => "text" in part)) return text;
  return parts.map((part, at) =>
    "text" in part
      ? part.text
      : html`<span key=${at} class="turn-mark" title=${words().messages.turn_mark}>${part.mark}</span>`,
  );
}
