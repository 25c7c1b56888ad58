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
  | "closing"
  // About a channel:
  | "add_members"
  | "channel_settings"
  | "leave_channel";

/** Parts of the settings. */
export type SettingsSection = "profile" | "appearance" | "language" | "notifications" | "devices" | "about";

/** The earlier texts of a message. */
export interface MessageDialog {
  message: Message;
  edits: Reply<"message.edits">["edits"];
}
