import { html } from "htm/preact";

import type { Channel } from "../../src/protocol/channel.ts";
import { jumpBack, jumpToPresent } from "../actions/jump.ts";
import { attempt } from "../actions/say.ts";
import { unreadCount } from "../state/channels.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";

/** Ways on from the middle of a channel, over the end of the list. `far`: the end is far below, or not even loaded. */
export function JumpPills({ channel, far }: { channel: Channel; far: boolean }) {
  const app = useApp();
  const { at_end, came_from } = app.store.view;
  if (at_end.value) return null;
  const unread = unreadCount(channel);
  return html`<div class="jumps">
    ${came_from.value.length > 0 && html`<${JumpBack} />`}
    ${(far || unread > 0) && html`<${JumpDown} unread=${unread} />`}
  </div>`;
}

function JumpBack() {
  const app = useApp();
  return html`<button
    class="jump"
    data-testid="jump-back"
    title=${words().message_list.jump_back_title}
    onClick=${() => attempt(app, jumpBack(app))}
  >
    <${Icon} name="arrow_left" size=${16} />${words().message_list.jump_back}
  </button>`;
}

function JumpDown({ unread }: { unread: number }) {
  const app = useApp();
  const { jump_down, new_below } = words().message_list;
  return html`<button
    class="jump ${unread > 0 ? "jump-new" : ""}"
    data-testid="jump-down"
    onClick=${() => attempt(app, jumpToPresent(app))}
  >
    ${unread === 0 ? jump_down : new_below(unread)}<${Icon} name="arrow_down" size=${16} />
  </button>`;
}
