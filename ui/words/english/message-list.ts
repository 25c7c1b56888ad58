const newMessages = (count: number): string => (count === 1 ? "1 new message" : `${count} new messages`);

/** The messages of a channel as a list, and the ways through it. */
export const message_list = {
  label: (channel: string) => `Messages in ${channel}`,
  loading: "Loading messages",
  not_loaded: "The messages could not be loaded",
  not_loaded_about: "The server had a problem with them. Nothing is lost.",
  new_line: "New messages",
  gap: (count: number) =>
    count === 1
      ? "One more message came while you were away. It loads as you scroll up."
      : `${count.toLocaleString("en")} more messages came while you were away. They load as you scroll up.`,
  joined: <T>(name: T) => [name, " joined"],
  left: <T>(name: T) => [name, " left"],
  jump_back: "Back to the reply",
  jump_back_title: "Back (Alt+←)",
  jump_down: "Jump to the present",
  new_below: newMessages,
  new_since: (count: number, since: string | undefined) =>
    since === undefined ? newMessages(count) : `${newMessages(count)} since ${since}`,
  jump_to_new: "Jump",
  mark_read: "Mark as read",
  mark_read_title: "Mark as read (Esc)",
};
