import { html } from "htm/preact";
import { useState } from "preact/hooks";

import type { User } from "../../src/protocol/fields.ts";
import type { Message, Reaction } from "../../src/protocol/message.ts";
import { toggleReaction } from "../actions/message-changes.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { nameIn } from "../state/profiles.ts";
import { emojiName } from "../text/emoji.ts";
import { listWords } from "../text/list-words.ts";
import { words } from "../words/words.ts";
import { anchorOf } from "./floating.ts";
import { Icon } from "./icon.ts";
import type { OpenPopup } from "./message-tools.ts";

interface ReactionsProps {
  app: App;
  message: Message;
  tabindex: number;
  onOpen: OpenPopup;
}

/** What others, and oneself, answered with one emoji each. */
export function Reactions({ app, message, tabindex, onOpen }: ReactionsProps) {
  const add = (event: MouseEvent) =>
    onOpen({ kind: "emoji", message, anchor: anchorOf(event.currentTarget as Element) });
  return html`<div class="reactions">
    ${message.reactions.map(
      (reaction) =>
        html`<${Chip}
          key=${reaction.emoji}
          app=${app}
          message=${message}
          reaction=${reaction}
          tabindex=${tabindex}
        />`,
    )}
    <button
      type="button"
      class="reaction reaction-add"
      tabindex=${tabindex}
      aria-label=${words().messages.add_reaction}
      title=${words().messages.add_reaction}
      aria-haspopup="menu"
      onClick=${add}
    >
      <${Icon} name="smile" size=${16} />
    </button>
  </div>`;
}

const names_max = 8;

type ChipProps = Omit<ReactionsProps, "onOpen"> & { reaction: Reaction };

function Chip({ app, message, reaction, tabindex }: ChipProps) {
  const { emoji, count, mine } = reaction;
  const [known, setKnown] = useState({ rev: 0, users: [] as User[] });
  const who = known.rev === message.rev ? known.users : [];
  const ask = async () => {
    if (known.rev === message.rev || !app.link.is_up) return;
    const { users } = await app.link.request("message.reactors", { id: message.id, emoji });
    setKnown({ rev: message.rev, users });
  };
  const look = () => attempt(app, ask());
  const my_id = app.store.state.me?.user_id;
  const { profiles } = app.store.view;
  const names = who.map((user) =>
    user.user_id === my_id ? words().messages.you : nameIn(profiles.value, user),
  );
  const name = emojiName(app.store.view.emoji.value, emoji);
  return html`<button
    type="button"
    class="reaction ${mine ? "reaction-mine" : ""}"
    aria-pressed=${mine}
    tabindex=${tabindex}
    aria-label="${name}, ${count}"
    onClick=${() => attempt(app, toggleReaction(app, message, emoji))}
    onPointerEnter=${look}
    onFocus=${look}
  >
    <span class="reaction-emoji" aria-hidden="true">${emoji}</span>
    <span class="reaction-count">${count}</span>
    ${
      names.length > 0 &&
      html`<span class="reaction-who" role="tooltip">
        <b aria-hidden="true">${emoji}</b>${words().messages.reacted(listWords(names, names_max), name)}
      </span>`
    }
  </button>`;
}
