import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { limits } from "../../src/protocol/limits.ts";
import { charCount, cleanLine } from "../../src/protocol/rules.ts";
import { choosePresence } from "../actions/presence.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useAsking, useClose } from "./dialog.ts";
import { TextField } from "./text-field.ts";

/** A line of text that stands under one's name. */
export function StatusDialog() {
  const app = useApp();
  const before = app.store.view.presence.value.status_text;
  const [text, setText] = useState(before);
  const { busy, problem, ask, forget } = useAsking();
  const close = useClose();
  const left = limits.status_text_chars_max - charCount(cleanLine(text));
  const save = (status_text: string) =>
    ask(async () => {
      await choosePresence(app, { status_text });
      close();
    });
  const submit = (event: Event) => {
    event.preventDefault();
    if (left >= 0) save(text);
  };
  return html`<${Dialog} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <h2 id="dialog-title">${words().status.set}</h2>
      <p>${words().status.about_text}</p>
      <${TextField}
        label=${words().status.text}
        value=${text}
        onInput=${(next: string) => {
          setText(next);
          forget();
        }}
        problem=${problem ?? (left < 0 ? words().status.text_too_long(-left) : undefined)}
        hint=${words().status.text_hint(limits.status_text_chars_max)}
        autofocus
      />
      <div class="dialog-actions">
        <button
          class="button dialog-left"
          type="button"
          disabled=${before === ""}
          aria-disabled=${busy}
          onClick=${() => save("")}
        >
          ${words().status.clear}
        </button>
        <button class="button" type="button" onClick=${close}>${words().common.cancel}</button>
        <button class="button button-primary" disabled=${left < 0} aria-disabled=${busy}>
          ${words().common.save}
        </button>
      </div>
    </form>
  <//>`;
}
