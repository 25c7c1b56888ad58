import { html } from "htm/preact";

import type { Member } from "../../src/protocol/fields.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";

/** Each status has a colour and a shape of its own: full, a moon, a bar, a ring. */
export function StatusDot({ status }: { status: Member["status"] }) {
  return html`<span class="dot dot-${status}"></span>`;
}

/** What the dot says, for those who hear the page. Nothing while the server is away: nobody knows then. */
export function PresenceWord({ status }: { status: Member["status"] }) {
  if (useApp().store.view.connection.value.stage !== "up") return null;
  return html`<span class="for-readers">${words().status[status]}</span>`;
}
