import { html } from "htm/preact";
import { useEffect } from "preact/hooks";

import { quit } from "../actions/quit.ts";
import { filesOf } from "../state/uploads.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";

/** Asks before the window closes with files that are in it alone; nothing any more when they have gone out meanwhile. */
export function ClosingDialog() {
  const app = useApp();
  const close = () => app.store.commit({ closing: false });
  const has_files = app.servers.list.value.some(
    ({ store: { view } }) =>
      filesOf({ outbox: view.outbox.value, chosen_files: view.chosen_files.value }).length > 0,
  );
  useEffect(() => {
    if (!has_files) close();
  }, [has_files]);
  const { uploads } = words();
  return html`<${Dialog} onClose=${close} title_id="closing-title">
    <h2 id="closing-title">${uploads.closing}</h2>
    <p>${uploads.closing_about}</p>
    <div class="dialog-actions">
      <button class="button" autofocus onClick=${close}>${uploads.keep_open}</button>
      <button class="button button-danger" onClick=${() => quit(app)}>${uploads.close_anyway}</button>
    </div>
  <//>`;
}
