import { html } from "htm/preact";
import type { ComponentChildren } from "preact";

import type { FileInfo } from "../../src/protocol/file.ts";
import type { Message } from "../../src/protocol/message.ts";
import { showEdits } from "../actions/message-changes.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import type { ChosenFile } from "../state/files.ts";
import type { MessageRow } from "../state/rows.ts";
import { mentionsUser } from "../text/mentions.ts";
import { clockTime, fullTime, timeWords } from "../text/time.ts";
import { words } from "../words/words.ts";
import { Attachments } from "./attachments.ts";
import { Avatar } from "./avatar.ts";
import { Delivery } from "./delivery.ts";
import { ChosenFiles } from "./file-tray.ts";
import { Icon } from "./icon.ts";
import { PureComponent } from "./memo.ts";
import { MessageEditor } from "./message-editor.ts";
import { MessageQuote } from "./message-quote.ts";
import { MessageToolbar, type OpenPopup } from "./message-tools.ts";
import { cardOpener } from "./person-link.ts";
import { Reactions } from "./reactions.ts";
import { RichText } from "./rich-text.ts";

/** Whether the focus is within a message, comes there with Tab, or does not: of a long list one is enough. */
export type TabPlace = "here" | "stop" | "none";

type MessageItemProps = Omit<MessageRow, "key" | "type"> & {
  app: App;
  id: string;
  /** What its author is called now. */
  name: string;
  today_ms: number;
  /** Whether what can be done to it is shown. */
  hot: boolean;
  tab: TabPlace;
  editing: boolean;
  /** Whether it is about to be deleted. */
  leaving: boolean;
  onOpen: OpenPopup;
};

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
    const { app, id, head, author, name, kind, at_ms, pending, today_ms, message, tab } = this.props;
    const grouped = !head || kind === "action";
    const openCard = cardOpener(app, author);
    return html`<article
      class="message ${this.#classes()}"
      data-testid="message"
      data-key=${id}
      data-seq=${message?.seq}
      tabindex=${tab === "none" ? -1 : 0}
      aria-label="${name}, ${timeWords(at_ms, today_ms)}"
    >
      ${this.#quote()}
      ${
        grouped
          ? html`<time class="message-gutter" title=${fullTime(at_ms)}>${clockTime(at_ms)}</time>`
          : html`<button
                type="button"
                class="person-face"
                tabindex="-1"
                aria-hidden="true"
                onClick=${openCard}
              >
                <${Avatar} user_id=${author.user_id} username=${author.username} size=${40} />
              </button>
              <header class="message-header">
                <button
                  type="button"
                  class="person-link"
                  tabindex=${tab === "none" ? -1 : 0}
                  aria-haspopup="dialog"
                  title="@${author.username}"
                  onClick=${openCard}
                >
                  <b class="author author-${author.user_id % 8}" dir="auto">${name}</b>
                </button>
                <time title=${fullTime(at_ms)}>${timeWords(at_ms, today_ms)}</time>
              </header>`
      }
      ${this.#body()} ${pending !== undefined && html`<${Delivery} app=${app} pending=${pending} />`}
    </article>`;
  }

  #classes(): string {
    const { app, head, author, content, pending, reply_to_seq, hot, editing } = this.props;
    const me = app.store.state.me;
    const named = me !== null && author.user_id !== me.user_id && mentionsUser(content, me.username);
    return [
      head && "message-head",
      named && "message-mention",
      reply_to_seq !== null && "message-reply",
      (hot || editing) && "message-hot",
      pending?.failure === null && "message-sending",
      typeof pending?.failure === "string" && "message-failed",
    ]
      .filter(Boolean)
      .join(" ");
  }

  #files(files: readonly FileInfo[] | undefined) {
    const { app, tab } = this.props;
    if (files === undefined) return null;
    return html`<${Attachments} app=${app} files=${files} tabindex=${tab === "none" ? -1 : 0} />`;
  }

  #uploads(files: readonly ChosenFile[] | undefined) {
    const { app, tab } = this.props;
    if (files === undefined) return null;
    return html`<${ChosenFiles} app=${app} files=${files} tabindex=${tab === "none" ? -1 : 0} />`;
  }

  #quote() {
    const { app, message, pending, reply_to_seq, original, tab } = this.props;
    const channel_id = message?.channel_id ?? pending?.channel_id;
    if (reply_to_seq === null || channel_id === undefined) return null;
    return html`<${MessageQuote}
      app=${app}
      channel_id=${channel_id}
      seq=${message?.seq}
      original_seq=${reply_to_seq}
      original=${original}
      tabindex=${tab === "none" ? -1 : 0}
    />`;
  }

  #body() {
    const { app, id, name, kind, content, message, pending, hot, editing, leaving, onOpen, tab } = this.props;
    const tabindex = tab === "none" ? -1 : 0;
    if (message === undefined)
      return html`
        ${content !== "" && html`<${Content} name=${`${id}/`} author=${name} kind=${kind} content=${content} />`}
        ${this.#files(pending?.attachments)} ${this.#uploads(pending?.uploads)}
      `;
    if (leaving || message.deleted_at_ms !== null)
      return html`<${Tombstone} at_ms=${message.deleted_at_ms} />`;
    return html`
      ${
        editing
          ? html`<${MessageEditor} app=${app} message=${message} />`
          : hasWords(message) &&
            html`<${Content}
              name=${`${id}/${message.edited_at_ms ?? ""}`}
              author=${name}
              kind=${kind}
              content=${content}
            >
              <${Marks} app=${app} message=${message} tabindex=${tabindex} />
            <//>`
      }
      ${this.#files(message.attachments)}
      ${message.reactions.length > 0 && html`<${Reactions} app=${app} message=${message} tabindex=${tabindex} onOpen=${onOpen} />`}
      ${hot && !editing && html`<${MessageToolbar} app=${app} message=${message} tabindex=${tab === "here" ? 0 : -1} onOpen=${onOpen} />`}
    `;
  }
}

/** Files alone need no line of text, unless something is to be said of them. */
const hasWords = ({ content, kind, edited_at_ms, pinned_at_ms }: Message): boolean =>
  content !== "" || kind === "action" || edited_at_ms !== null || pinned_at_ms !== null;

function Tombstone({ at_ms }: { at_ms: number | null }) {
  return html`<p
    class="tombstone"
    title=${at_ms === null ? undefined : words().messages.deleted_at(fullTime(at_ms))}
  >
    <${Icon} name="trash" size=${16} />${words().messages.deleted}
  </p>`;
}

/** Behind the text: that it was changed, that it is pinned. */
function Marks({ app, message, tabindex }: { app: App; message: Message; tabindex: number }) {
  const { edited_at_ms, pinned_at_ms } = message;
  return html`
    ${
      edited_at_ms !== null &&
      html`<button
        type="button"
        class="mark mark-edited"
        tabindex=${tabindex}
        title=${words().messages.edited_at(fullTime(edited_at_ms))}
        onClick=${() => attempt(app, showEdits(app, message))}
      >
        ${words().messages.edited}
      </button>`
    }
    ${
      pinned_at_ms !== null &&
      html`<span
        class="mark"
        role="img"
        aria-label=${words().messages.pinned}
        title=${words().messages.pinned_at(fullTime(pinned_at_ms))}
      >
        <${Icon} name="pin" size=${14} />
      </span>`
    }
  `;
}

interface ContentProps {
  name: string;
  author: string;
  kind: MessageRow["kind"];
  content: string;
  children?: ComponentChildren;
}

function Content({ name, author, kind, content, children }: ContentProps) {
  if (kind === "action")
    return html`<div class="message-text message-action" dir="auto">
      ${"* "}<b><bdi>${author}</bdi></b
      >${" "}<${RichText} name=${name} text=${content} kind=${kind} />${children}
    </div>`;
  return html`<div class="message-text ${isFewEmoji(content) ? "message-emoji" : ""}" dir="auto">
    <${RichText} name=${name} text=${content} />${children}
  </div>`;
}

/** A message of nothing but a few emoji is shown large. */
const isFewEmoji = (text: string): boolean =>
  text.length <= 48 &&
  /^(?:(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})[\p{Emoji_Modifier}\ufe0f\u200d]*\s*){1,8}$/u.test(
    text,
  );
