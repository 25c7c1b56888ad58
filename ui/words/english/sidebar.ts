/** The list of channels and direct messages. */
export const sidebar = {
  label: "Channels and direct messages",
  channels: "Channels",
  browse_channels: "Browse channels",
  create_channel: "Create channel",
  direct_messages: "Direct messages",
  no_direct_messages: "Write to one person, or to a few, with the plus.",
  new_message: "New message",
  archived: (channels: number) => `Archived — ${channels}`,
  archived_unread: "unread",
  row_private: "private",
  row_people: (people: number) => `${people} people`,
  row_you: "you",
  row_draft: "draft",
  row_draft_title: "Draft",
  row_unread: (unread: number) => `${unread} unread`,
  row_unread_for_you: (unread: number, for_you: number) => `${unread} unread, ${for_you} for you`,
};
