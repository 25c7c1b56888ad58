import { html } from "htm/preact";

import type { Message } from "../../src/protocol/message.ts";
import { jumpToOriginal } from "../actions/jump.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { shorten } from "../text/shorten.ts";
import { summaryOf } from "../text/summary.ts";
import { words } from "../words/words.ts";
import { Avatar } from "./avatar.ts";
import { useName } from "./person-name.ts";

const excerpt_chars_max = 160;

interface QuoteProps {
  app: App;
  channel_id: number;
  /** Of the answer, once it is sent. */
  seq: number | undefined;
  original_seq: number;
  /** Null when it is not to be had, undefined while it is loaded. */
  original: Message | null | undefined;
  tabindex: number;
}

/** What a message answers, above it, on one line; a click goes there. */
export function MessageQuote({ app, channel_id, seq, original_seq, original, tabindex }: QuoteProps) {
  if (original === undefined) return html`<div class="quote" aria-busy="true"></div>`;
  if (original === null || original.deleted_at_ms !== null)
    return html`<div class="quote"><span class="quote-gone">${words().messages.answered_gone}</span></div>`;
  return html`<${Quoted}
    app=${app}
    place=${{ channel_id, seq, original_seq }}
    original=${original}
    tabindex=${tabindex}
  />`;
}

interface QuotedProps {
  app: App;
  place: { channel_id: number; seq: number | undefined; original_seq: number };
  original: Message;
  tabindex: number;
}

function Quoted({ app, place, original, tabindex }: QuotedProps) {
  const { author, kind } = original;
  const name = useName(author);
  const text = shorten(summaryOf(original), excerpt_chars_max);
  return html`<div class="quote">
    <button
      type="button"
      class="quote-button"
      tabindex=${tabindex}
      aria-label=${words().messages.answers(name, text)}
      onClick=${() => attempt(app, jumpToOriginal(app, place))}
    >
      <${Avatar} user_id=${author.user_id} username=${author.username} size=${16} />
      <b class="author" dir="auto">${name}</b>
      <span class="quote-text ${kind === "action" ? "message-action" : ""}" dir="auto">${text}</span>
    </button>
  </div>`;
}
