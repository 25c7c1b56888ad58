/** What is pinned in a channel. */
export const pins = {
  title: "Pinned messages",
  none: "Nothing is pinned here yet. Pin what others should find again, from the menu of a message.",
  jump: "Jump",
  unpin: "Unpin",
};
