import { html } from "htm/preact";
import { useLayoutEffect, useState } from "preact/hooks";

import { loadEveryone } from "../actions/load-members.ts";
import { attempt } from "../actions/say.ts";
import { goTo } from "../actions/switch-to.ts";
import { type Destination, destinationsFor } from "../state/switcher.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useClose } from "./dialog.ts";
import { idOf, OfferList } from "./offer-list.ts";

const id_of_list = "destinations";

/** Goes to a channel or a person by a few letters of their name. */
export function SwitchDialog() {
  const app = useApp();
  const say = words().switcher;
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  useLayoutEffect(() => attempt(app, loadEveryone(app)), []);
  const close = useClose();
  const found = destinationsFor(useKnown(), text);
  const at = Math.min(chosen, found.length - 1);
  const go = (place: Destination | undefined) => {
    if (place === undefined) return;
    close();
    attempt(app, goTo(app, place.go_to));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((at + step + found.length) % (found.length || 1));
    else if (event.key === "Enter") go(found[at]);
    else return;
    event.preventDefault();
  };
  return html`<${Dialog} onClose=${close} kind="dialog-top">
    <h2 id="dialog-title" class="for-readers">${say.title}</h2>
    <div class="field">
      <div class="field-box">
        <input
          autofocus
          autocomplete="off"
          spellcheck=${false}
          placeholder=${say.placeholder}
          aria-label=${say.field}
          role="combobox"
          aria-expanded=${found.length > 0}
          aria-controls=${id_of_list}
          aria-activedescendant=${found.length > 0 ? idOf(id_of_list, at) : undefined}
          value=${text}
          onInput=${(event: InputEvent) => {
            setText((event.currentTarget as HTMLInputElement).value);
            setChosen(0);
          }}
          onKeyDown=${onKeyDown}
        />
      </div>
    </div>
    <${OfferList} id=${id_of_list} kind="" label=${say.list} offers=${found} at=${at} take=${go} />
    <p class="for-readers" role="status">${say.found(found.length)}</p>
    ${found.length === 0 && text.trim() !== "" && html`<p>${say.none}</p>`}
  <//>`;
}

function useKnown() {
  const { channels, members, me, visited, open_channel_id } = useApp().store.view;
  return {
    channels: channels.value,
    members: members.value,
    me: me.value,
    visited: visited.value,
    open_channel_id: open_channel_id.value,
  };
}
