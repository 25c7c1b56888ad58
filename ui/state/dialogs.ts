import type { Message } from "../../src/protocol/message.ts";
import type { Reply } from "../../src/protocol/registry.ts";

/** What can be open over the chat, one at a time. */
export type DialogName =
  | "create_channel"
  | "help"
  | "hosting"
  | "invite"
  | "browse"
  | "new_message"
  | "status"
  | "switch"
  | "settings"
  | "not_sent"
  | "remove_server"
  // About a channel:
  | "add_members"
  | "channel_settings"
  | "leave_channel";

/** All that can lie over the chat, closed. */
export const nothing_open = {
  dialog: null,
  closing: false,
  message_dialog: null,
  picture_id: null,
  person_card: null,
} as const;

/** Parts of the settings. */
export type SettingsSection = "profile" | "appearance" | "language" | "notifications" | "devices" | "about";

/** The earlier texts of a message. */
export interface MessageDialog {
  message: Message;
  edits: Reply<"message.edits">["edits"];
}
