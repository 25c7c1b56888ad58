import { html } from "htm/preact";

import type { Message } from "../../src/protocol/message.ts";
import type { MessageDialog } from "../state/dialogs.ts";
import { timeWords } from "../text/time.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Dialog } from "./dialog.ts";
import { PersonName } from "./person-name.ts";
import { RichText } from "./rich-text.ts";

/** A message as it stands in the list, without what can be done to it. */
export function Preview({ message }: { message: Message }) {
  const { author, content, created_at_ms } = message;
  const today_ms = useApp().store.view.today_ms.value;
  return html`<div class="preview">
    <${Avatar} user_id=${author.user_id} username=${author.username} size=${32} />
    <p class="preview-head">
      <b class="author"><${PersonName} user=${author} /></b><time>${timeWords(created_at_ms, today_ms)}</time>
    </p>
    <div class="preview-text" dir="auto">
      <${RichText}
        name=${`pin/${message.id}/${message.edited_at_ms ?? ""}`}
        text=${content}
        kind=${message.kind}
      />
    </div>
  </div>`;
}

/** The earlier texts of a message, when they are open. */
export function OpenMessageDialog() {
  const app = useApp();
  const dialog = app.store.view.message_dialog.value;
  const close = () => app.store.commit({ message_dialog: null });
  return dialog === null ? null : html`<${EditsDialog} dialog=${dialog} onClose=${close} />`;
}

function EditsDialog({
  dialog: { message, edits },
  onClose,
}: {
  dialog: MessageDialog;
  onClose: () => void;
}) {
  const today_ms = useApp().store.view.today_ms.value;
  const now = { content: message.content, written_at_ms: message.edited_at_ms ?? message.created_at_ms };
  const versions = [...edits, now].toReversed();
  const { version_now, version_first, version_before } = words().messages;
  return html`<${Dialog} onClose=${onClose} kind="dialog-wide">
    <h2 id="dialog-title">${words().messages.edits_title}</h2>
    <p>${words().messages.edits_about(html`<b><${PersonName} user=${message.author} /></b>`)}</p>
    <ul class="versions">
      ${versions.map(
        ({ content, written_at_ms }, at) =>
          html`<li key=${at}>
            <p class="version-head">
              <b>${at === 0 ? version_now : at === versions.length - 1 ? version_first : version_before}</b>
              <time>${timeWords(written_at_ms, today_ms)}</time>
            </p>
            <div class="version-text" dir="auto">
              <${RichText}
                name=${`version/${message.id}/${written_at_ms}`}
                text=${content}
                kind=${message.kind}
              />
            </div>
          </li>`,
      )}
    </ul>
    <div class="dialog-actions">
      <button class="button button-primary" autofocus onClick=${onClose}>${words().common.close}</button>
    </div>
  <//>`;
}
