import { html } from "htm/preact";

import { commands } from "../actions/commands.ts";
import { canZoom } from "../actions/zoom.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useClose } from "./dialog.ts";
import { key_table } from "./keys.ts";

/** Every command and key, made from the tables that run them. */
export function HelpDialog() {
  const app = useApp();
  const close = useClose();
  return html`<${Dialog} onClose=${close} kind="dialog-wide">
    <h2 id="dialog-title" tabindex="-1" autofocus>${words().help.title}</h2>
    <h3>${words().help.commands}</h3>
    <dl class="help-list">
      ${Object.entries(commands).map(
        ([name, { usage, summary }]) =>
          html`<div key=${name}>
            <dt><code>${usage}</code></dt>
            <dd>${summary}</dd>
          </div>`,
      )}
      <div>
        <dt><code>${words().help.slash_usage}</code></dt>
        <dd>${words().help.slash}</dd>
      </div>
    </dl>
    <h3>${words().help.keys}</h3>
    <dl class="help-list">
      ${key_table
        .filter(([name]) => name !== "zoom" || canZoom(window))
        .map(
          ([name]) =>
            html`<div key=${name}>
              <dt><kbd>${words().keys[name].keys}</kbd></dt>
              <dd>${words().keys[name].what}</dd>
            </div>`,
        )}
    </dl>
    <div class="dialog-actions">
      <span class="dialog-version">${words().help.version(app.store.view.version.value)}</span>
      <button class="button button-primary" onClick=${close}>${words().common.close}</button>
    </div>
  <//>`;
}
