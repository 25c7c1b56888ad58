import { html } from "htm/preact";

import type { App } from "../app.ts";
import type { SnackAction } from "../state/snack.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";

const actions: { [A in SnackAction]: { label(): string; run(app: App): void } } = {
  undo_delete: { label: () => words().messages.undo_delete, run: (app) => app.deletions.undo() },
};

/** A short sentence at the top, read out when it comes. */
export function Snack() {
  const app = useApp();
  const snack = app.store.view.snack.value;
  const action = snack?.action === undefined ? undefined : actions[snack.action];
  return html`<div class="snacks" role="status">
    ${
      snack !== null &&
      html`<div class="snack" key=${snack.id}>
        ${snack.text}
        ${action !== undefined && html`<button type="button" class="snack-action" onClick=${() => action.run(app)}>${action.label()}</button>`}
      </div>`
    }
  </div>`;
}
