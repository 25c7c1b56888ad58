import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { updateChannel } from "../actions/channel-membership.ts";
import { attempt } from "../actions/say.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";

/** Stands where one would write, in a channel that is no longer in use. */
export function ArchivedNote({ channel }: { channel: Channel }) {
  const app = useApp();
  const own = channel.created_by !== null && channel.created_by === app.store.view.me.value?.user_id;
  const back = () => attempt(app, updateChannel(app, channel.id, { archived: false }));
  return html`<div class="archived-note" role="status">
    <${Icon} name="archive" />
    <p>${words().channels.archived_note}</p>
    ${own && html`<button class="button button-small" onClick=${back}>${words().channels.bring_back}</button>`}
  </div>`;
}
