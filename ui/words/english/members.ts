/** Who is in a channel. */
export const members = {
  title: "Members",
  here: "Online",
  away: "Offline",
  /** While the server is away. */
  were_here: "Were online",
  were_away: "Were offline",
  you: "you",
};
