import { html } from "htm/preact";

import type { Member } from "../../src/protocol/fields.ts";

/** Each status has a colour and a shape of its own: full, a moon, a bar, a ring. */
export function StatusDot({ status }: { status: Member["status"] }) {
  return html`<span class="dot dot-${status}"></span>`;
}
