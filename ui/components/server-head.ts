import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { ServerInfo } from "../state/state.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { ServerMenu } from "./server-menu.ts";

/** Which server this is, and whether others can read along. */
export function ServerHead() {
  const app = useApp();
  const { store } = app;
  const [open, setOpen] = useState(false);
  const server = store.view.server.value;
  if (server === null) return html`<header class="server-head"></header>`;
  const { host, port, tls } = server.address;
  const said = tls
    ? words().server.encrypted(words().server[proof_words[server.proof ?? "pinned"]])
    : words().server.not_encrypted;
  return html`<header class="server-head">
    ${
      store.view.place.value === "web"
        ? html`<${ServerName} server=${server} />`
        : html`<button
            class="server-open"
            aria-haspopup="menu"
            aria-expanded=${open}
            title="${host}:${port}"
            onClick=${() => setOpen(!open)}
          >
            <${ServerName} server=${server} /><${Icon} name="chevron" size=${16} />
          </button>`
    }
    <span class="server-proof ${tls ? "" : "server-proof-open"}" role="img" aria-label=${said} title=${said}>
      <${Icon} name=${tls ? "lock" : "unlock"} size=${16} />
    </span>
    ${open && html`<${ServerMenu} app=${app} kind="menu-down" onClose=${() => setOpen(false)} />`}
  </header>`;
}

function ServerName({ server }: { server: ServerInfo }) {
  const { host, port } = server.address;
  return html`<span class="server-name">
    <b>${server.name}</b>
    <span>${host}:${port}</span>
  </span>`;
}

const proof_words = {
  authority: "proof_authority",
  pinned: "proof_own",
  accepted: "proof_own",
  browser: "proof_browser",
} as const;
