/** Several servers in one window, and links that lead to them. */
export const servers = {
  label: "Servers",
  add: "Add a server",
  add_title: "Add a server",
  back: "Back",
  menu: (server: string) => `${server}, menu`,
  mark_all_read: "Mark all as read",
  copy_link: "Copy link",
  move_up: "Move up",
  move_down: "Move down",
  remove: "Remove server",
  place: (at: number, count: number) => `${at} of ${count}`,
  for_you: (count: number) => `${count} for you`,
  unread: "unread messages",
  away: "Not connected",
  signed_out: "Signed out",
  asks: "Asks whether to trust its certificate",
  remove_title: (server: string) => `Remove the server “${server}”?`,
  remove_about: (username: string) =>
    `You sign out as ${username}. Your account and messages stay on the server; to come back you need your password.`,
  remove_own:
    "The server itself runs on this computer and keeps running. You can stop it under “Your server”.",
  show_own: "Go there",
  remove_unsent: (count: number) =>
    count === 1
      ? "One message was not sent yet. It will be lost."
      : `${count} messages were not sent yet. They will be lost.`,
  remove_confirm: "Remove server",
  too_many: (count: number) => `${count} servers are as many as one window has.`,
  already_here: "You are signed in there already.",
  elsewhere: "That is on another server.",
  no_such_channel: "There is no such channel here, or it is private.",
  bad_link: {
    link: "That link has a form that leads nowhere.",
    host: "That link names no server.",
    port: "The port in that link is no number from 1 to 65535.",
    place: "That link names neither a channel nor a message nor a person.",
    query: "After the question mark of that link only tls=0 or tls=1 may stand.",
  },
};
