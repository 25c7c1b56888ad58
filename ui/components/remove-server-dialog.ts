import { html } from "htm/preact";

import { removeServer, unsentCount } from "../actions/servers.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useAsking } from "./dialog.ts";
import { Icon } from "./icon.ts";

/** Asks before a server goes, and says what would be lost. */
export function RemoveServerDialog() {
  const app = useApp();
  const { account, outbox, left_waiting } = app.store.view;
  const { busy, ask } = useAsking();
  const close = () => app.store.commit({ dialog: null });
  if (account.value === null) return null;
  const { name, server, username } = account.value;
  const unsent = unsentCount({ outbox: outbox.value, left_waiting: left_waiting.value });
  const said = words().servers;
  return html`<${Dialog} firm onClose=${close}>
    <h2 id="dialog-title">${said.remove_title(name ?? server.host)}</h2>
    <p>${said.remove_about(username)}</p>
    ${
      unsent > 0 &&
      html`<p class="dialog-problem" role="alert">
        <${Icon} name="alert" size=${16} />${said.remove_unsent(unsent)}
      </p>`
    }
    <div class="dialog-actions">
      <button class="button" type="button" autofocus onClick=${close}>${words().common.cancel}</button>
      <button
        class="button button-danger"
        aria-disabled=${busy}
        onClick=${() => ask(() => removeServer(app))}
      >
        ${said.remove_confirm}
      </button>
    </div>
  <//>`;
}
