import { html } from "htm/preact";
import { useEffect } from "preact/hooks";

import { quit } from "../actions/quit.ts";
import { filesOf, isSaving } from "../state/uploads.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog } from "./dialog.ts";

/** Asks before the window closes with files that are in it alone, or that it saves; nothing any more when that is done meanwhile. */
export function ClosingDialog() {
  const app = useApp();
  const close = () => app.store.commit({ closing: false });
  const views = app.servers.list.value.map(({ store }) => store.view);
  const has_files = views.some(
    (view) => filesOf({ outbox: view.outbox.value, chosen_files: view.chosen_files.value }).length > 0,
  );
  const is_done = !has_files && !views.some((view) => isSaving({ saving: view.saving.value }));
  useEffect(() => {
    if (is_done) close();
  }, [is_done]);
  const { uploads } = words();
  return html`<${Dialog} onClose=${close} title_id="closing-title">
    <h2 id="closing-title">${has_files ? uploads.closing : uploads.closing_saving}</h2>
    <p>${has_files ? uploads.closing_about : uploads.closing_saving_about}</p>
    <div class="dialog-actions">
      <button class="button" autofocus onClick=${close}>${uploads.keep_open}</button>
      <button class="button button-danger" onClick=${() => quit(app)}>${uploads.close_anyway}</button>
    </div>
  <//>`;
}
