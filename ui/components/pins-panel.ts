import { html } from "htm/preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import type { Message } from "../../src/protocol/message.ts";
import { jumpTo } from "../actions/jump.ts";
import { togglePin } from "../actions/message-changes.ts";
import { closePins, refreshPins } from "../actions/pins.ts";
import { attempt } from "../actions/say.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Icon } from "./icon.ts";
import { Preview } from "./message-dialogs.ts";
import { NotLoaded } from "./not-loaded.ts";

/** What is pinned in the open channel, below the button that opens it. */
export function PinsPanel() {
  const app = useApp();
  const ref = useRef<HTMLElement>(null);
  const pins = app.store.view.pins.value;
  const open = pins !== null;
  useLayoutEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    ref.current?.focus();
    const press = (event: Event) => {
      const target = event.target as Element;
      if (ref.current?.contains(target) !== true && target.closest("#pins-button") === null) closePins(app);
    };
    document.addEventListener("pointerdown", press, true);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      if (ref.current?.contains(document.activeElement) !== false && before instanceof HTMLElement)
        before.focus();
    };
  }, [open]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    closePins(app);
  };
  if (pins === null) return null;
  return html`<section
    class="pins"
    aria-labelledby="pins-heading"
    tabindex="-1"
    ref=${ref}
    onKeyDown=${onKeyDown}
  >
    <h2 id="pins-heading">${words().pins.title}</h2>
    ${
      pins.failed
        ? html`<${NotLoaded} retry=${() => attempt(app, refreshPins(app, pins.channel_id))} />`
        : pins.messages === null
          ? html`<p class="pins-wait"><span class="spinner"></span></p>`
          : html`<${PinList} messages=${pins.messages} />`
    }
  </section>`;
}

function PinList({ messages }: { messages: readonly Message[] }) {
  if (messages.length === 0)
    return html`<div class="pins-empty">
      <${Icon} name="pin" size=${24} />
      <p>${words().pins.none}</p>
    </div>`;
  return html`<ul class="pins-list">
    ${messages.map((message) => html`<${PinRow} key=${message.id} message=${message} />`)}
  </ul>`;
}

function PinRow({ message }: { message: Message }) {
  const app = useApp();
  const { channel_id, seq } = message;
  const jump = () => {
    closePins(app);
    attempt(app, jumpTo(app, channel_id, seq));
  };
  return html`<li class="pin">
    <${Preview} message=${message} />
    <div class="pin-tools">
      <button class="button button-small" onClick=${jump}>${words().pins.jump}</button>
      <button
        class="icon-button icon-button-small"
        aria-label=${words().pins.unpin}
        title=${words().pins.unpin}
        onClick=${() => attempt(app, togglePin(app, message))}
      >
        <${Icon} name="close" size=${16} />
      </button>
    </div>
  </li>`;
}
