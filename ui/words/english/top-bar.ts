/** What can be done with the open channel. */
export const top_bar = {
  show_channels: "Channels",
  add_people: "Add people",
  channel_settings: "Channel settings",
  leave: (channel: string) => `Leave #${channel}`,
  leave_title: "Leave channel",
  pinned_messages: "Pinned messages",
  member_list: "Member list",
  show_members: "Show members",
  hide_members: "Hide members",
  search: "Search messages",
  search_title: "Search (Ctrl+F)",
};
