import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { limits } from "../../src/protocol/limits.ts";
import { charCount } from "../../src/protocol/rules.ts";
import { setDraft } from "../actions/drafts.ts";
import { editLast } from "../actions/message-changes.ts";
import { attempt } from "../actions/say.ts";
import { submit } from "../actions/submit.ts";
import { channelLabel } from "../state/channels.ts";
import { preferences } from "../state/preferences.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { EmojiButton } from "./emoji-button.ts";
import { AttachButton, FileTray } from "./file-tray.ts";
import { Icon } from "./icon.ts";
import { OfferList, useOffers } from "./offer-list.ts";
import { ReplyBar } from "./reply-bar.ts";
import { fitHeight, insertText, marksSelection, sends } from "./text-area.ts";
import { TypingLine } from "./typing-line.ts";

/** Characters left before the counter shows. */
const counter_from = 200;

/** Where one writes. Grows with the text; the text goes only when it could be handed over. */
export function Composer({ channel }: { channel: Channel }) {
  const app = useApp();
  const { view } = app.store;
  const text = view.drafts.value.get(channel.id) ?? "";
  const label = words().composer.label(channelLabel(channel, view.me.value?.user_id));
  const field = useGrowingField(text, view.replies.value.get(channel.id));
  const { list, aria, look, type: offer, onKey } = useOffers(field, text);
  const type = (event: InputEvent) => {
    const next = (event.currentTarget as HTMLTextAreaElement).value;
    setDraft(app, channel.id, next);
    app.typing.typed(channel.id, next);
    offer(event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (onKey(event)) return;
    if (sends(event)) prevented(send)(event);
    else if (marksSelection(event) || (event.key === "ArrowUp" && text === "" && editLast(app, channel.id)))
      event.preventDefault();
  };
  const send = () => {
    attempt(app, submit(app, channel.id));
    field.current?.focus();
  };
  return html`<form class="composer" onSubmit=${prevented(send)}>
    <${Problem} />
    <${ReplyBar} channel_id=${channel.id} /><${FileTray} channel_id=${channel.id} />
    ${list && html`<${OfferList} ...${list} />`}
    <div class="composer-box">
      <textarea
        id="composer"
        ref=${field}
        rows="1"
        dir="auto"
        aria-label=${label}
        placeholder=${label}
        value=${text}
        onInput=${type}
        ...${aria}
        onKeyDown=${onKeyDown}
        onKeyUp=${look}
        onClick=${look}
      ></textarea>
      <${AttachButton} />
      <${Counter} text=${text} />
      <${EmojiButton} onPick=${(emoji: string) => field.current && insertText(field.current, emoji)} />
      <${SendButton} disabled=${text.trim() === "" && !view.chosen_files.value.has(channel.id)} />
    </div>
    <${TypingLine} channel_id=${channel.id} />
  </form>`;
}

function SendButton({ disabled }: { disabled: boolean }) {
  return html`<button
    class="icon-button composer-send"
    aria-label=${words().composer.send_label}
    title=${words().composer.send}
    disabled=${disabled}
  >
    <${Icon} name="send" />
  </button>`;
}

const prevented = (run: () => void) => (event: Event) => {
  event.preventDefault();
  run();
};

/** The field is as high as its text, up to the height that the stylesheet allows; it has the focus when its channel opens, and when one begins a reply. */
function useGrowingField(text: string, reply: object | undefined) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => fitHeight(field.current), [text, preferences.value.text_px]);
  useLayoutEffect(() => {
    const fit = () => fitHeight(field.current);
    addEventListener("resize", fit);
    return () => removeEventListener("resize", fit);
  }, []);
  useLayoutEffect(() => {
    const element = field.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  useLayoutEffect(() => {
    if (reply !== undefined) field.current?.focus();
  }, [reply]);
  return field;
}

function Problem() {
  const problem = useApp().store.view.composer_error.value;
  return html`<div class="composer-problem" role="alert">
    ${problem !== null && html`<p><${Icon} name="alert" size=${16} />${problem}</p>`}
  </div>`;
}

/** Says how much room is left when little is. A text has at most one code point per UTF-16 unit, so short ones need no count. */
function Counter({ text }: { text: string }) {
  if (text.length < limits.content_chars_max - counter_from) return null;
  const left = limits.content_chars_max - charCount(text);
  if (left > counter_from) return null;
  return html`<span class="composer-counter ${left < 0 ? "composer-over" : ""}" data-testid="counter">
    ${words().composer.characters_left(left, (text) => html`<span class="for-readers">${text}</span>`)}
  </span>`;
}
