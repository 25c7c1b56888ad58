import { html } from "htm/preact";

import type { Message } from "../../src/protocol/message.ts";
import { type MessageAction, messageActions } from "../actions/message-actions.ts";
import { toggleReaction } from "../actions/message-changes.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { EmojiPicker } from "./emoji-picker.ts";
import { type Anchor, anchorOf, Floating } from "./floating.ts";
import { Icon, type IconName } from "./icon.ts";
import { Menu, MenuItem } from "./menu.ts";

/** What is open beside a message. */
export interface MessagePopup {
  kind: "menu" | "emoji";
  message: Message;
  anchor: Anchor;
}

export type OpenPopup = (popup: MessagePopup) => void;

const icons: Record<MessageAction["name"], IconName> = {
  reply: "reply",
  edit: "pencil",
  pin: "pin",
  copy: "copy",
  link: "link",
  unread: "unread",
  delete: "trash",
};

const in_toolbar: ReadonlySet<MessageAction["name"]> = new Set(["reply", "edit"]);

const canReact = (actions: readonly MessageAction[]): boolean => actions.some(({ name }) => name === "reply");

const run = (app: App, action: MessageAction, event: MouseEvent) =>
  attempt(app, Promise.resolve(action.run(event.shiftKey)));

interface MessageToolbarProps {
  app: App;
  message: Message;
  tabindex: number;
  onOpen: OpenPopup;
}

/** Lies over the upper edge of the message under the pointer or with the focus. */
export function MessageToolbar({ app, message, tabindex, onOpen }: MessageToolbarProps) {
  const actions = messageActions(app, message);
  const open = (kind: MessagePopup["kind"]) => (event: MouseEvent) =>
    onOpen({ kind, message, anchor: anchorOf(event.currentTarget as Element) });
  return html`<div class="message-toolbar" role="toolbar" aria-label=${words().messages.toolbar}>
    ${
      canReact(actions) &&
      html`<${ToolbarButton}
        icon="smile"
        label=${words().messages.add_reaction}
        tabindex=${tabindex}
        onClick=${open("emoji")}
        popup
      />`
    }
    ${actions
      .filter(({ name }) => in_toolbar.has(name))
      .map(
        (action) =>
          html`<${ToolbarButton}
            key=${action.name}
            icon=${icons[action.name]}
            label=${action.label}
            tabindex=${tabindex}
            onClick=${(event: MouseEvent) => run(app, action, event)}
          />`,
      )}
    <${ToolbarButton}
      icon="more"
      label=${words().messages.more}
      tabindex=${tabindex}
      onClick=${open("menu")}
      popup
    />
  </div>`;
}

interface ToolbarButtonProps {
  icon: IconName;
  label: string;
  tabindex: number;
  onClick: (event: MouseEvent) => void;
  popup?: boolean;
}

function ToolbarButton({ icon, label, tabindex, onClick, popup = false }: ToolbarButtonProps) {
  return html`<button
    type="button"
    class="icon-button"
    tabindex=${tabindex}
    aria-label=${label}
    title=${label}
    aria-haspopup=${popup ? "true" : undefined}
    onClick=${onClick}
  >
    <${Icon} name=${icon} size=${18} />
  </button>`;
}

interface PopupProps {
  popup: MessagePopup;
  onOpen: OpenPopup;
  onClose: () => void;
}

/** The menu or the choice of reactions of one message. */
export function OpenMessagePopup({ popup, onOpen, onClose }: PopupProps) {
  const app = useApp();
  const { message, anchor } = popup;
  const pick = (emoji: string) => {
    onClose();
    attempt(app, toggleReaction(app, message, emoji));
  };
  return html`<${Floating} anchor=${anchor} onClose=${onClose}>
    ${
      popup.kind === "emoji"
        ? html`<${EmojiPicker} label=${words().messages.choose_reaction} onPick=${pick} onClose=${onClose} />`
        : html`<${MessageMenu} popup=${popup} onOpen=${onOpen} onClose=${onClose} />`
    }
  <//>`;
}

function MessageMenu({ popup, onOpen, onClose }: PopupProps) {
  const app = useApp();
  const actions = messageActions(app, popup.message);
  return html`<${Menu} label=${words().messages.menu} kind="message-menu" onClose=${onClose}>
    ${
      canReact(actions) &&
      html`<${MenuItem} icon="smile" onPick=${() => onOpen({ ...popup, kind: "emoji" })}
        >${words().messages.add_reaction}<//
      >`
    }
    ${actions.map(
      (action) =>
        html`<${MenuItem}
          key=${action.name}
          icon=${icons[action.name]}
          danger=${action.name === "delete"}
          onPick=${(event: MouseEvent) => {
            onClose();
            run(app, action, event);
          }}
        >
          ${action.label}
        <//>`,
    )}
  <//>`;
}
