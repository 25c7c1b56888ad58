import { html } from "htm/preact";

import { commands } from "../actions/commands.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";

const keys: readonly (readonly [string, string])[] = [
  ["Enter", "Send"],
  ["Shift + Enter", "New line"],
  ["@ # : /", "Names, channels, emoji and commands: ↑ ↓ to choose, Tab or Enter to take"],
  ["Ctrl + B / I", "Bold or italic"],
  ["↑", "Edit your last message, while the field is empty"],
  ["Shift + Tab", "To the messages: ↑ ↓ to choose one, Tab to act on it"],
  ["Alt + ↑ / ↓", "Previous or next channel"],
  ["Alt + ←", "Back to the reply you came from"],
  ["Ctrl + F", 'Search messages: from:ana, in:general, before:2026-11-25, has:link, "these words", -without'],
  ["Esc", "Close what is open, mark as read, go to the end"],
];

/** Every command and key, made from the table that runs them. */
export function HelpDialog() {
  const app = useApp();
  const close = () => app.store.commit({ dialog: null });
  return html`<${Dialog} onClose=${close} kind="dialog-wide">
    <h2 id="dialog-title" tabindex="-1" autofocus>Commands and keys</h2>
    <h3>Written in the message field</h3>
    <dl class="help-list">
      ${Object.entries(commands).map(
        ([name, { usage, summary }]) =>
          html`<div key=${name}>
            <dt><code>${usage}</code></dt>
            <dd>${summary}</dd>
          </div>`,
      )}
      <div>
        <dt><code>//text</code></dt>
        <dd>Send a message that begins with a slash.</dd>
      </div>
    </dl>
    <h3>Keys</h3>
    <dl class="help-list">
      ${keys.map(
        ([key, what]) =>
          html`<div key=${key}>
            <dt><kbd>${key}</kbd></dt>
            <dd>${what}</dd>
          </div>`,
      )}
    </dl>
    <div class="dialog-actions">
      <span class="dialog-version">chat ${app.store.view.version.value}</span>
      <button class="button button-primary" onClick=${close}>Close</button>
    </div>
  <//>`;
}
