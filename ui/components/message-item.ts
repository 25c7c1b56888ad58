import { html } from "htm/preact";

import { discardMessage, retryMessage } from "../actions/send-message.ts";
import type { App } from "../app.ts";
import type { MessageRow } from "../state/rows.ts";
import type { Pending } from "../state/state.ts";
import { mentionsUser } from "../text/mentions.ts";
import { clockTime, fullTime, timeWords } from "../text/time.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";
import { PureComponent } from "./memo.ts";
import { RichText } from "./rich-text.ts";

type MessageItemProps = Omit<MessageRow, "key"> & { app: App; today_ms: number };

/** One message; the first of a group has its author's avatar and name. */
export class MessageItem extends PureComponent<MessageItemProps> {
  /** The author is another object in every message but seldom another person. */
  override shouldComponentUpdate(next: MessageItemProps): boolean {
    return (
      super.shouldComponentUpdate({ ...next, author: this.props.author }) ||
      next.author.user_id !== this.props.author.user_id
    );
  }

  override render() {
    const { app, head, author, kind, content, at_ms, pending, today_ms } = this.props;
    const grouped = !head || kind === "action";
    const me = app.store.state.me;
    const named = me !== null && author.user_id !== me.user_id && mentionsUser(content, me.username);
    const state =
      pending === undefined ? "" : pending.failure === null ? "message-sending" : "message-failed";
    return html`<article
      class="message ${head ? "message-head" : ""} ${named ? "message-mention" : ""} ${state}"
      data-testid="message"
      aria-label=${author.username}
    >
      ${
        grouped
          ? html`<time class="message-gutter" title=${fullTime(at_ms)}>${clockTime(at_ms)}</time>`
          : html`<${Avatar} user_id=${author.user_id} username=${author.username} size=${40} />
              <header class="message-header">
                <b class="author author-${author.user_id % 8}">${author.username}</b>
                <time title=${fullTime(at_ms)}>${timeWords(at_ms, today_ms)}</time>
              </header>`
      }
      <${Content} author=${author.username} kind=${kind} content=${content} />
      ${pending !== undefined && html`<${Delivery} app=${app} pending=${pending} />`}
    </article>`;
  }
}

interface ContentProps {
  author: string;
  kind: MessageRow["kind"];
  content: string;
}

function Content({ author, kind, content }: ContentProps) {
  if (kind === "action")
    return html`<div class="message-text message-action" dir="auto">
      ${"* "}<b>${author}</b>${" "}<${RichText} text=${content} />
    </div>`;
  return html`<div class="message-text ${isFewEmoji(content) ? "message-emoji" : ""}" dir="auto">
    <${RichText} text=${content} />
  </div>`;
}

/** A message of nothing but a few emoji is shown large. */
const isFewEmoji = (text: string): boolean =>
  text.length <= 48 &&
  /^(?:(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})[\p{Emoji_Modifier}\ufe0f\u200d]*\s*){1,8}$/u.test(
    text,
  );

function Delivery({ app, pending }: { app: App; pending: Pending }) {
  if (pending.failure === null) return html`<span class="message-state">Sending …</span>`;
  return html`<div class="message-failure" role="alert">
    <${Icon} name="alert" size=${16} />
    <span>Not sent: ${pending.failure}</span>
    <button class="text-button" onClick=${() => retryMessage(app, pending.nonce)}>Retry</button>
    <button class="text-button" onClick=${() => discardMessage(app, pending.nonce)}>Delete</button>
  </div>`;
}
