import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { TrustQuestion } from "../state/sign-in.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";
import { Fingerprint } from "./fingerprint.ts";
import { Icon } from "./icon.ts";

/** Asks whether to trust a certificate: friendly at the first meeting, a refusal when it has changed. */
export function TrustDialog({ question }: { question: TrustQuestion }) {
  return question.pinned === null
    ? html`<${FirstMeeting} question=${question} />`
    : html`<${Changed} question=${question} pinned=${question.pinned} />`;
}

function FirstMeeting({ question }: { question: TrustQuestion }) {
  const app = useApp();
  const { host, port } = question.server;
  return html`<${Dialog} firm onClose=${() => app.trust.answer(false)}>
    <div class="dialog-mark"><${Icon} name="shield" size=${24} /></div>
    <h2 id="dialog-title">${words().trust.title}</h2>
    <p>${words().trust.unknown(`${host}:${port}`)}</p>
    <p>${words().trust.compare}</p>
    <${Fingerprint} label=${words().trust.fingerprint} value=${question.fingerprint} />
    <p class="dialog-note">${words().trust.where}</p>
    <div class="dialog-actions">
      <button class="button" autofocus onClick=${() => app.trust.answer(false)}>
        ${words().common.cancel}
      </button>
      <button class="button button-primary" onClick=${() => app.trust.answer(true)}>
        ${words().trust.accept}
      </button>
    </div>
  <//>`;
}

function Changed({ question, pinned }: { question: TrustQuestion; pinned: string }) {
  const app = useApp();
  const [checked, setChecked] = useState(false);
  const { host, port } = question.server;
  return html`<${Dialog} firm kind="dialog-danger" onClose=${() => app.trust.answer(false)}>
    <div class="dialog-mark"><${Icon} name="alert" size=${24} /></div>
    <h2 id="dialog-title">${words().trust.changed_title}</h2>
    <p>${words().trust.changed(`${host}:${port}`)}</p>
    <${Fingerprint} label=${words().trust.until_now} value=${pinned} />
    <${Fingerprint} label=${words().trust.shown_now} value=${question.fingerprint} other=${pinned} />
    <label class="check">
      <input type="checkbox" checked=${checked} onChange=${() => setChecked(!checked)} />
      ${words().trust.checked}
    </label>
    <div class="dialog-actions">
      <button class="button button-danger" disabled=${!checked} onClick=${() => app.trust.answer(true)}>
        ${words().trust.accept_changed}
      </button>
      <button class="button button-primary" autofocus onClick=${() => app.trust.answer(false)}>
        ${words().trust.refuse}
      </button>
    </div>
  <//>`;
}
