import { html } from "htm/preact";

import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";

/** Which server this is, and whether others can read along. */
export function ServerHead() {
  const server = useApp().store.view.server.value;
  if (server === null) return html`<header class="server-head"></header>`;
  const { host, port, tls } = server.address;
  const said = tls
    ? words().server.encrypted(words().server[proof_words[server.proof ?? "pinned"]])
    : words().server.not_encrypted;
  return html`<header class="server-head">
    <div class="server-name">
      <b>${server.name}</b>
      <span title="${host}:${port}">${host}:${port}</span>
    </div>
    <span class="server-proof ${tls ? "" : "server-proof-open"}" role="img" aria-label=${said} title=${said}>
      <${Icon} name=${tls ? "lock" : "unlock"} size=${16} />
    </span>
  </header>`;
}

const proof_words = {
  authority: "proof_authority",
  pinned: "proof_own",
  accepted: "proof_own",
  browser: "proof_browser",
} as const;
