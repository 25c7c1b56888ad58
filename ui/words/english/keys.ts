/** The keys as they are labelled, and what they do. */
export const keys = {
  send: { keys: "Enter", what: "Send; Shift: new line" },
  complete: { keys: "@ # : /", what: "Names, channels, emoji and commands: ↑ ↓, then Tab or Enter" },
  mark: { keys: "Ctrl + B / I", what: "Bold or italic" },
  edit_last: { keys: "↑", what: "Edit your last message, in an empty field" },
  to_messages: { keys: "Shift + Tab", what: "To the messages; there Tab to act" },
  neighbour: { keys: "Alt + ↑ / ↓", what: "Previous or next channel; Shift: unread" },
  switch: { keys: "Ctrl + K", what: "Go to a channel or person" },
  zoom: { keys: "Ctrl + + / - / 0", what: "Everything larger, smaller, or as it was" },
  settings: { keys: "Ctrl + ,", what: "Settings" },
  back: { keys: "Alt + ←", what: "Back to the reply you came from" },
  server: { keys: "Ctrl + Alt + ↑ / ↓", what: "Previous or next server; Ctrl + 1 to 9: that one" },
  region: { keys: "F6", what: "Servers, channels, messages, field, members or search; Shift: back" },
  row: { keys: "↑ / ↓", what: "Among channels, people and messages" },
  arrange: { keys: "Ctrl + Shift + ↑ / ↓", what: "Move the channel in its list" },
  scroll: { keys: "Page ↑ / ↓", what: "Scroll the messages" },
  search: {
    keys: "Ctrl + F",
    what: 'Search messages: from:ana, in:general, before:2026-11-25, has:link, "these words", -without',
  },
  help: { keys: "Ctrl + /, ?", what: "These keys" },
  dismiss: { keys: "Esc", what: "Close what is open, mark as read, go to the end" },
};
