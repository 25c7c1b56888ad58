import { html } from "htm/preact";

import type { Member } from "../../src/protocol/fields.ts";
import { StatusDot } from "./status-dot.ts";

const hues = 8;

interface AvatarProps {
  user_id: number;
  username: string;
  size: 16 | 20 | 24 | 32 | 40 | 80;
  status?: Member["status"];
}

/** A circle with the first letter of the name, in a colour that stays with the user's id. */
export function Avatar({ user_id, username, size, status }: AvatarProps) {
  return html`<span class="avatar avatar-${size} hue-${user_id % hues}" aria-hidden="true">
    <span class="avatar-face">${initial(username)}</span>
    ${status !== undefined && html`<${StatusDot} status=${status} />`}
  </span>`;
}

/** Two of a group, one half behind the other. */
export function GroupAvatar({ members }: { members: readonly Member[] }) {
  return html`<span class="avatar-stack" aria-hidden="true">
    ${members
      .slice(0, 2)
      .map(
        ({ user_id, username }) =>
          html`<${Avatar} key=${user_id} user_id=${user_id} username=${username} size=${20} />`,
      )}
  </span>`;
}

/** Of a direct message: the other side with its status, or the group. */
export function DmAvatar({ peers, size }: { peers: readonly Member[]; size: 24 | 32 }) {
  const [first] = peers;
  if (first === undefined) return null;
  if (peers.length > 1) return html`<${GroupAvatar} members=${peers} />`;
  const { user_id, username, status } = first;
  return html`<${Avatar} user_id=${user_id} username=${username} size=${size} status=${status} />`;
}

const initial = (name: string): string => (name.match(/[\p{L}\p{N}]/u)?.[0] ?? "?").toUpperCase();
