import { html } from "htm/preact";
import { useMemo, useState } from "preact/hooks";

import type { Member } from "../../src/protocol/fields.ts";
import { useApp } from "./app-context.ts";
import { useProfile } from "./person-name.ts";
import { StatusDot } from "./status-dot.ts";

const hues = 8;

interface AvatarProps {
  user_id: number;
  username: string;
  size: 16 | 20 | 24 | 32 | 40 | 80;
  status?: Member["status"];
}

/**
 * A circle with somebody's picture. Without one, until it is there, and when it is not to be had: the first letter
 * of their name, in a colour that stays with the user's id.
 */
export function Avatar({ user_id, username, size, status }: AvatarProps) {
  const profile = useProfile(user_id);
  // While the server is away nobody knows how others are.
  const is_now = useApp().store.view.connection.value.stage === "up";
  return html`<span class="avatar avatar-${size} hue-${user_id % hues}" aria-hidden="true">
    <span class="avatar-face">
      ${initial(profile?.display_name ?? username)}
      ${profile?.avatar_id !== undefined && html`<${Picture} key=${profile.avatar_id} avatar_id=${profile.avatar_id} />`}
    </span>
    ${status !== undefined && is_now && html`<${StatusDot} status=${status} />`}
  </span>`;
}

/** Lies over the letter. One that failed is asked for again over the next connection. */
function Picture({ avatar_id }: { avatar_id: number }) {
  const app = useApp();
  const is_up = app.store.view.connection.value.stage === "up";
  const loaded = useMemo(() => app.loader.avatar(avatar_id), [avatar_id, is_up]).value;
  const [broken, setBroken] = useState(false);
  if (typeof loaded === "string" || broken) return null;
  return html`<img
    class="avatar-picture"
    src=${loaded.url}
    alt=""
    draggable=${false}
    decoding="sync"
    onError=${() => setBroken(true)}
  />`;
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
