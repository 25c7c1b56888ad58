import { html } from "htm/preact";

import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";

/** Which server this is, and whether others can read along. */
export function ServerHead() {
  const server = useApp().store.view.server.value;
  if (server === null) return html`<header class="server-head"></header>`;
  const { host, port, tls } = server.address;
  const words = tls
    ? `Encrypted. ${proofWords[server.proof ?? "pinned"]}`
    : "Not encrypted: others on the way can read along.";
  return html`<header class="server-head">
    <div class="server-name">
      <b>${server.name}</b>
      <span title="${host}:${port}">${host}:${port}</span>
    </div>
    <span
      class="server-proof ${tls ? "" : "server-proof-open"}"
      role="img"
      aria-label=${words}
      title=${words}
    >
      <${Icon} name=${tls ? "lock" : "unlock"} size=${16} />
    </span>
  </header>`;
}

const own_certificate = "You trust this server’s own certificate.";

const proofWords = {
  authority: "A known authority vouches for this server.",
  pinned: own_certificate,
  accepted: own_certificate,
  browser: "Your browser vouches for this server, or asked you about it.",
} as const;
