/** Who is in a channel. */
export const members = {
  title: "Members",
  here: "Online",
  away: "Offline",
  write_to: (name: string) => `Write to ${name}`,
  you: "you",
};
