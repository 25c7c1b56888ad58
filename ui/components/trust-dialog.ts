import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { TrustQuestion } from "../state/sign-in.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";
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
    <h2 id="dialog-title">Is this the right server?</h2>
    <p>
      ${`You have not connected to ${host}:${port} before, and no known authority vouches for it. That is usual for a server that a group runs itself.`}
    </p>
    <p>
      Compare this fingerprint with the one that the server shows. If they are the same, you are connected to
      the right server and nobody can read along. Nothing has been sent yet, your password neither.
    </p>
    <${Fingerprint} label="Fingerprint (SHA-256)" value=${question.fingerprint} />
    <p class="dialog-note">
      It is printed when the server starts: ask whoever runs it to read it out. Your answer is remembered, and
      if the certificate ever changes, the connection is refused.
    </p>
    <div class="dialog-actions">
      <button class="button" onClick=${() => app.trust.answer(false)}>Cancel</button>
      <button class="button button-primary" onClick=${() => app.trust.answer(true)}>Trust this server</button>
    </div>
  <//>`;
}

function Changed({ question, pinned }: { question: TrustQuestion; pinned: string }) {
  const app = useApp();
  const [checked, setChecked] = useState(false);
  const { host, port } = question.server;
  return html`<${Dialog} firm kind="dialog-danger" onClose=${() => app.trust.answer(false)}>
    <div class="dialog-mark"><${Icon} name="alert" size=${24} /></div>
    <h2 id="dialog-title">Refused: the server’s certificate has changed</h2>
    <p>
      ${`${host}:${port} shows another certificate than the one you trusted. Either its owner made a new one, or someone between you and the server wants to read along. Nothing has been sent.`}
    </p>
    <${Fingerprint} label="Trusted until now" value=${pinned} />
    <${Fingerprint} label="Shown just now" value=${question.fingerprint} other=${pinned} />
    <label class="check">
      <input type="checkbox" checked=${checked} onChange=${() => setChecked(!checked)} />
      I have checked the new fingerprint with the server’s owner
    </label>
    <div class="dialog-actions">
      <button class="button button-danger" disabled=${!checked} onClick=${() => app.trust.answer(true)}>
        Trust the new certificate
      </button>
      <button class="button button-primary" autofocus onClick=${() => app.trust.answer(false)}>
        Do not connect
      </button>
    </div>
  <//>`;
}

/** 32 pairs as the server prints them, in groups of four, so that two people can compare them aloud. What differs from `other` stands out. */
function Fingerprint({ label, value, other }: { label: string; value: string; other?: string }) {
  const groups = grouped(value);
  const others = other === undefined ? undefined : grouped(other);
  return html`<figure class="fingerprint">
    <figcaption>${label}</figcaption>
    <code aria-label=${value}>
      ${groups.map(
        (group, at) =>
          html`<span key=${at} class=${others !== undefined && others[at] !== group ? "differs" : ""}
            >${group}</span
          >`,
      )}
    </code>
  </figure>`;
}

const grouped = (fingerprint: string): string[] => fingerprint.match(/(?:[^:]+:?){1,4}(?<=[^:])/g) ?? [];
