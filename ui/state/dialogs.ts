/** What can be open over the chat, one at a time. */
export type DialogName =
  | "create_channel"
  | "help"
  | "browse"
  | "new_message"
  | "status"
  | "switch"
  | "settings"
  | "not_sent"
  // About the open channel:
  | "add_members"
  | "channel_settings"
  | "leave_channel";

/** Parts of the settings. */
export type SettingsSection = "appearance" | "language" | "devices" | "about";
