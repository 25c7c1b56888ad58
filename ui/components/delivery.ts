import { html } from "htm/preact";

import { discardMessage, retryMessage } from "../actions/send-message.ts";
import type { App } from "../app.ts";
import { canRetry } from "../state/outbox.ts";
import type { Pending } from "../state/state.ts";
import { hasProblem } from "../state/uploads.ts";
import { told, words } from "../words/words.ts";
import { Icon } from "./icon.ts";

/** A server may have a short trouble without a word about it. */
const tries_unsaid = 3;

/** Why it was not sent; of files that failed, in the language that the page has now. */
export const notSentWords = ({ failure, uploads = [] }: Pending): string =>
  words().messages.not_sent(uploads.some(hasProblem) ? words().uploads.one_failed : told(failure ?? ""));

/** Below a message that the server has not taken yet: that it waits, or why it was not taken. Nothing in sight for the moment that a usual one takes. */
export function Delivery({ app, pending }: { app: App; pending: Pending }) {
  const { nonce, failure, kept, tries, uploads } = pending;
  const is_up = app.store.view.connection.value.stage === "up";
  if (failure === null && !is_up)
    return html`<span class="message-waiting"
      ><${Icon} name="clock" size=${14} />${words().messages.waits}</span
    >`;
  if (failure === null && tries < tries_unsaid)
    return html`<span class="message-state">${(kept || uploads) && words().messages.sending}</span>`;
  return html`<div class="message-failure" role="alert">
    <${Icon} name="alert" size=${16} />
    <span>${failure === null ? words().messages.server_trouble : notSentWords(pending)}</span>
    ${canRetry(pending) && html`<button class="text-button" onClick=${() => retryMessage(app, nonce)}>${words().common.try_again}</button>`}
    <button class="text-button" onClick=${() => discardMessage(app, nonce)}>
      ${words().messages.discard}
    </button>
  </div>`;
}
