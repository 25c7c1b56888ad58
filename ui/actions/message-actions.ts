import type { Hosting } from "../../src/protocol/bridge-hosting.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { App } from "../app.ts";
import { givenAddress } from "../state/own-server.ts";
import type { ServerInfo } from "../state/state.ts";
import { chatLink } from "../text/chat-link.ts";
import { words } from "../words/words.ts";
import { copyText } from "./copy-text.ts";
import { removeMessage, startEdit, startReply, togglePin } from "./message-changes.ts";
import { markUnread } from "./unread.ts";

/** One thing that can be done to a message; the toolbar and the menu are made from these. */
export interface MessageAction {
  name: "reply" | "edit" | "pin" | "copy" | "link" | "unread" | "delete";
  label: string;
  /** `sure`: Shift was held, so nothing is asked. */
  run(sure: boolean): Promise<void> | void;
}

/** What the person may do to a message, in the order of the menu. */
export function messageActions(app: App, message: Message): MessageAction[] {
  const { me, channels, server } = app.store.state;
  const channel = channels.get(message.channel_id);
  const can_write = channel?.joined === true && channel.archived_at_ms === null;
  const own = message.author.user_id === me?.user_id;
  const labels = words().message_actions;
  const actions: (MessageAction | false)[] = [
    can_write && { name: "reply", label: labels.reply, run: () => startReply(app, message) },
    can_write && own && { name: "edit", label: labels.edit, run: () => startEdit(app, message) },
    can_write && {
      name: "pin",
      label: message.pinned_at_ms === null ? labels.pin : labels.unpin,
      run: () => togglePin(app, message),
    },
    message.content !== "" && {
      name: "copy",
      label: labels.copy_text,
      run: () => copyText(app, document, message.content),
    },
    server !== null && {
      name: "link",
      label: labels.copy_link,
      run: () => copyText(app, document, linkTo(app.store.state.hosting, server, message)),
    },
    channel?.joined === true && {
      name: "unread",
      label: labels.mark_unread,
      run: () => markUnread(app, message.channel_id, message.seq),
    },
    can_write &&
      own && { name: "delete", label: labels.delete, run: (sure) => removeMessage(app, message, sure) },
  ];
  return actions.filter((action) => action !== false);
}

const linkTo = (hosting: Hosting | null, { id, address }: ServerInfo, { channel_id, seq }: Message): string =>
  chatLink(givenAddress(hosting, address), { kind: "message", server_id: id, channel_id, seq });
