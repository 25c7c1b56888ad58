import { html } from "htm/preact";

import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { removeServer, unsentCount } from "../actions/servers.ts";
import { isOwnAddress } from "../state/own-server.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useAsking, useClose } from "./dialog.ts";
import { Icon } from "./icon.ts";

/** Asks before a server goes, and says what would be lost. */
export function RemoveServerDialog() {
  const app = useApp();
  const { account, outbox, left_waiting } = app.store.view;
  const { busy, ask } = useAsking();
  const close = useClose();
  if (account.value === null) return null;
  const { name, server, username } = account.value;
  const unsent = unsentCount({ outbox: outbox.value, left_waiting: left_waiting.value });
  const said = words().servers;
  return html`<${Dialog} firm onClose=${close}>
    <h2 id="dialog-title">${said.remove_title(name ?? server.host)}</h2>
    <p>${said.remove_about(username)}</p>
    <${OwnServer} address=${server} />
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

/** One's own server does not end with the account on it. */
function OwnServer({ address }: { address: ServerAddress }) {
  const app = useApp();
  const { hosting, screen } = app.store.view;
  if (hosting.value?.state !== "on" || !isOwnAddress(hosting.value, address)) return null;
  return html`<p>
    ${words().servers.remove_own}
    ${
      screen.value === "chat" &&
      html`${" "}<button
          type="button"
          class="text-button"
          onClick=${() => app.store.commit({ dialog: "hosting" })}
        >
          ${words().servers.show_own}
        </button>`
    }
  </p>`;
}
