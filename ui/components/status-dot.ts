import { html } from "htm/preact";

import type { Member } from "../../src/protocol/fields.ts";

type Status = Member["status"];

/** How a status is called. */
export const statusWords: Readonly<Record<Status, string>> = {
  online: "Online",
  idle: "Idle",
  dnd: "Do not disturb",
  offline: "Offline",
};

/** Each status has a colour and a shape of its own: full, a moon, a bar, a ring. */
export function StatusDot({ status }: { status: Status }) {
  return html`<span class="dot dot-${status}"></span>`;
}
