import { html } from "htm/preact";

import { copyText } from "../actions/copy-text.ts";
import { discardMessage, retryMessage } from "../actions/send-message.ts";
import { canRetry, notSent } from "../state/outbox.ts";
import type { Pending } from "../state/state.ts";
import { timeWords } from "../text/time.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { notSentWords } from "./delivery.ts";
import { Dialog, useClose } from "./dialog.ts";
import { Icon } from "./icon.ts";

/** Says that messages were not sent, wherever one is: the channel of some may not be there any more. */
export function NotSentNote() {
  const { store } = useApp();
  const count = notSent(store.view.outbox.value).length;
  if (count === 0) return null;
  return html`<button class="not-sent-note" onClick=${() => store.commit({ dialog: "not_sent" })}>
    <${Icon} name="alert" size=${16} />${words().outbox.not_sent_count(count)}
  </button>`;
}

/** Everything the server did not take, of all channels: why, and what can be done with it. */
export function NotSentDialog() {
  const { store } = useApp();
  const failed = notSent(store.view.outbox.value);
  const close = useClose();
  return html`<${Dialog} onClose=${close} kind="dialog-wide">
    <h2 id="dialog-title">${words().outbox.title}</h2>
    <p>${failed.length === 0 ? words().outbox.about_none : words().outbox.about}</p>
    <ul class="not-sent-list" aria-label=${words().outbox.list}>
      ${failed.map((pending) => html`<${NotSentRow} key=${pending.nonce} pending=${pending} />`)}
    </ul>
    <div class="dialog-actions">
      <button class="button button-primary" autofocus onClick=${close}>${words().common.close}</button>
    </div>
  <//>`;
}

function NotSentRow({ pending }: { pending: Pending }) {
  const app = useApp();
  const { nonce, place, content, created_at_ms } = pending;
  const when = timeWords(created_at_ms, app.store.view.today_ms.value);
  return html`<li class="not-sent">
    <p class="not-sent-head"><b>${place ?? words().outbox.some_channel}</b><time>${when}</time></p>
    <p class="not-sent-text" dir="auto">${content}</p>
    <p class="not-sent-why"><${Icon} name="alert" size=${16} />${notSentWords(pending)}</p>
    <div class="not-sent-tools">
      ${
        canRetry(pending) &&
        html`<button class="button button-small" onClick=${() => retryMessage(app, nonce)}>
          ${words().common.try_again}
        </button>`
      }
      <button class="button button-small" onClick=${() => copyText(app, document, content)}>
        ${words().outbox.copy}
      </button>
      <button class="button button-small" onClick=${() => discardMessage(app, nonce)}>
        ${words().messages.discard}
      </button>
    </div>
  </li>`;
}
