import { html } from "htm/preact";
import { useMemo } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import type { Member } from "../../src/protocol/fields.ts";
import { loadMembers } from "../actions/load-members.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { byShownName } from "../state/people.ts";
import { shownName } from "../state/profiles.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { FixedList } from "./fixed-list.ts";
import { PureComponent } from "./memo.ts";
import { NotLoaded } from "./not-loaded.ts";
import { cardOpener } from "./person-link.ts";
import { PresenceWord } from "./status-dot.ts";

/** As the stylesheet has it. */
const row_px = 44;

/** Who is in the open channel: those who are there first. */
export function MemberPanel({ channel }: { channel: Channel }) {
  const app = useApp();
  const loaded = app.store.view.members.value.get(channel.id);
  const unsorted = channel.kind === "dm" ? channel.members : loaded;
  const members = useMemo(() => unsorted?.toSorted(byShownName), [unsorted]);
  const my_id = app.store.view.me.value?.user_id;
  const failed = app.store.view.unloadable_members_id.value === channel.id;
  return html`<aside class="members" aria-label=${words().members.title} tabindex="-1" data-scroller>
    ${
      members === undefined
        ? failed
          ? html`<${NotLoaded} retry=${() => attempt(app, loadMembers(app, channel.id))} />`
          : html`<${Placeholder} />`
        : html`<${Group} app=${app} here members=${members} my_id=${my_id} />
            <${Group} app=${app} here=${false} members=${members} my_id=${my_id} />`
    }
  </aside>`;
}

interface GroupProps {
  app: App;
  /** Whether those who are there, or those who are not. */
  here: boolean;
  members: readonly Member[];
  my_id: number | undefined;
}

function Group({ app, here, members, my_id }: GroupProps) {
  const group = members.filter(({ status }) => (status !== "offline") === here);
  if (group.length === 0) return null;
  const heading_id = `members-${here ? "online" : "offline"}`;
  const is_now = app.store.view.connection.value.stage === "up";
  const said = words().members;
  const [shown, hidden] = is_now ? [said.here, said.away] : [said.were_here, said.were_away];
  return html`<section aria-labelledby=${heading_id}>
    <h2 class="members-heading" id=${heading_id}>${here ? shown : hidden} — ${group.length}</h2>
    <${FixedList}
      items=${group}
      keyOf=${({ user_id }: Member) => user_id}
      row_px=${row_px}
      row=${(member: Member) =>
        html`<${MemberRow} app=${app} member=${member} mine=${member.user_id === my_id} />`}
      testid=${heading_id}
    />
  </section>`;
}

class MemberRow extends PureComponent<{ app: App; member: Member; mine: boolean }> {
  override render() {
    const { app, member, mine } = this.props;
    const { user_id, username, status, status_text } = member;
    return html`<button
      class="row row-dm row-${status}"
      title=${status_text === "" ? `@${username}` : `@${username}: ${status_text}`}
      aria-haspopup="dialog"
      onClick=${cardOpener(app, member)}
    >
      <${Avatar} user_id=${user_id} username=${username} size=${32} status=${status} />
      <span class="row-name"
        ><span class="name-line" dir="auto">${shownName(member)}</span><small>${status_text}</small></span
      >
      ${mine && html`<span class="row-you">${words().members.you}</span>`}
      <${PresenceWord} status=${status} />
    </button>`;
  }
}

function Placeholder() {
  return html`<ul class="placeholder" aria-hidden="true">
    ${[96, 72, 112, 84].map(
      (width) =>
        html`<li key=${width} class="placeholder-member">
          <span class="placeholder-face"></span
          ><span class="placeholder-line" style=${{ width: `${width}px` }}></span>
        </li>`,
    )}
  </ul>`;
}
