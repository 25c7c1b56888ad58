/** Sentences about who is where and does what, and about channels by name. */
export const people = {
  added: (names: readonly string[]) =>
    `${names.join(", ")} ${names.length === 1 ? "is" : "are"} in the channel now.`,
  unknown: "Unknown",
  is_typing: (name: string) => `${name} is typing…`,
  are_typing: (names: readonly string[], last: string) => `${names.join(", ")} and ${last} are typing…`,
  several_typing: "Several people are typing…",
  here: "Who is online",
  channel: "All members",
  message_in: (name: string, channel: string) => `${name} in ${channel}`,
  new_messages: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  while_away: (channels: string) => `While you were away, in ${channels}`,
};
