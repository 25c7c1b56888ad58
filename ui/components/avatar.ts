import { html } from "htm/preact";

import type { Member } from "../../src/protocol/fields.ts";

const hues = 8;

/** A circle with the first letter of the name, in a colour that stays with the user's id. */
export function Avatar({
  user_id,
  username,
  size,
  status,
}: {
  user_id: number;
  username: string;
  size: 24 | 32 | 40 | 80;
  status?: Member["status"];
}) {
  return html`<span class="avatar avatar-${size} hue-${user_id % hues}" aria-hidden="true">
    <span class="avatar-face">${initial(username)}</span>
    ${status !== undefined && html`<span class="dot dot-${status}"></span>`}
  </span>`;
}

const initial = (name: string): string => (name.match(/[\p{L}\p{N}]/u)?.[0] ?? "?").toUpperCase();
