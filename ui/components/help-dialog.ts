import { html } from "htm/preact";

import { commands } from "../actions/commands.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";
import { key_table } from "./keys.ts";

/** Every command and key, made from the tables that run them. */
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
      ${key_table.map(
        ([keys, words]) =>
          html`<div key=${keys}>
            <dt><kbd>${keys}</kbd></dt>
            <dd>${words}</dd>
          </div>`,
      )}
    </dl>
    <div class="dialog-actions">
      <span class="dialog-version">chat ${app.store.view.version.value}</span>
      <button class="button button-primary" onClick=${close}>Close</button>
    </div>
  <//>`;
}
