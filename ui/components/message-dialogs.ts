import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { Message } from "../../src/protocol/message.ts";
import { foreseenWords } from "../actions/error-words.ts";
import { removeMessage } from "../actions/message-changes.ts";
import { attempt } from "../actions/say.ts";
import type { MessageDialog } from "../state/state.ts";
import { timeWords } from "../text/time.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Dialog } from "./dialog.ts";
import { Icon } from "./icon.ts";
import { RichText } from "./rich-text.ts";

/** The dialog about one message that is open. */
export function OpenMessageDialog() {
  const app = useApp();
  const dialog = app.store.view.message_dialog.value;
  const close = () => app.store.commit({ message_dialog: null });
  if (dialog === null) return null;
  return dialog.type === "delete"
    ? html`<${DeleteDialog} message=${dialog.message} onClose=${close} />`
    : html`<${EditsDialog} dialog=${dialog} onClose=${close} />`;
}

function DeleteDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const app = useApp();
  const [problem, setProblem] = useState<string | void>();
  const remove = async () => setProblem(await removeMessage(app, message, true).catch(foreseenWords));
  return html`<${Dialog} onClose=${onClose}>
    <h2 id="dialog-title">Delete this message?</h2>
    <p>It will be gone for everybody, for good.</p>
    <${Preview} message=${message} />
    ${
      problem !== undefined &&
      html`<p class="card-problem" role="alert"><${Icon} name="alert" size=${16} />${problem}</p>`
    }
    <p class="dialog-note">With Shift held down, Delete does not ask.</p>
    <div class="dialog-actions">
      <button class="button" onClick=${onClose}>Cancel</button>
      <button class="button button-danger" autofocus onClick=${() => attempt(app, remove())}>Delete</button>
    </div>
  <//>`;
}

/** A message as it stands in the list, without what can be done to it. */
export function Preview({ message }: { message: Message }) {
  const { author, content, created_at_ms } = message;
  const today_ms = useApp().store.view.today_ms.value;
  return html`<div class="preview">
    <${Avatar} user_id=${author.user_id} username=${author.username} size=${32} />
    <p class="preview-head">
      <b class="author">${author.username}</b><time>${timeWords(created_at_ms, today_ms)}</time>
    </p>
    <div class="preview-text" dir="auto"><${RichText} text=${content} kind=${message.kind} /></div>
  </div>`;
}

function EditsDialog({
  dialog: { message, edits },
  onClose,
}: {
  dialog: Extract<MessageDialog, { type: "edits" }>;
  onClose: () => void;
}) {
  const today_ms = useApp().store.view.today_ms.value;
  const now = { content: message.content, written_at_ms: message.edited_at_ms ?? message.created_at_ms };
  const versions = [...edits, now].toReversed();
  return html`<${Dialog} onClose=${onClose} kind="dialog-wide">
    <h2 id="dialog-title">Edit history</h2>
    <p>What <b>${message.author.username}</b> wrote, the newest text first.</p>
    <ol class="versions">
      ${versions.map(
        ({ content, written_at_ms }, at) =>
          html`<li key=${at}>
            <p class="version-head">
              <b>${at === 0 ? "Now" : at === versions.length - 1 ? "First" : "Before"}</b>
              <time>${timeWords(written_at_ms, today_ms)}</time>
            </p>
            <div class="version-text" dir="auto"><${RichText} text=${content} kind=${message.kind} /></div>
          </li>`,
      )}
    </ol>
    <div class="dialog-actions">
      <button class="button button-primary" autofocus onClick=${onClose}>Close</button>
    </div>
  <//>`;
}
