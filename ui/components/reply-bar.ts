import { html } from "htm/preact";

import { cancelReply } from "../actions/message-changes.ts";
import { messageAt } from "../state/timeline.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { PersonName } from "./person-name.ts";

/** Above the composer: whom one is answering. */
export function ReplyBar({ channel_id }: { channel_id: number }) {
  const app = useApp();
  const reply = app.store.view.replies.value.get(channel_id);
  if (reply === undefined) return null;
  return html`<div class="reply-bar" role="status">
    <${Icon} name="reply" size=${16} />
    <span class="reply-words"
      >${words().messages.replying_to(html`<b><${Answered} channel_id=${channel_id} reply=${reply} /></b>`)}</span
    >
    <button
      type="button"
      class="icon-button icon-button-small"
      aria-label=${words().messages.cancel_reply}
      title=${words().messages.cancel_reply_title}
      onClick=${() => cancelReply(app, channel_id)}
    >
      <${Icon} name="close" size=${16} />
    </button>
  </div>`;
}

/** As they are called now, when the message is held; else by the name that was kept with the draft. */
function Answered({ channel_id, reply }: { channel_id: number; reply: { seq: number; username: string } }) {
  const timeline = useApp().store.view.timelines.value.get(channel_id);
  const author = timeline && messageAt(timeline, reply.seq)?.author;
  return author ? html`<${PersonName} user=${author} />` : reply.username;
}
