/** Who is in a channel. */
export const members = {
  title: "Members",
  here: "Online",
  away: "Offline",
  you: "you",
};
