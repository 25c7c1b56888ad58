/** Messages that wait to be sent, or that the server did not take. */
export const outbox = {
  waiting: (count: number) =>
    count === 1 ? "1 message waits to be sent" : `${count} messages wait to be sent`,
  more_waiting: (count: number) => (count === 1 ? "and one more" : `and ${count} more`),
  not_sent_count: (count: number) => (count === 1 ? "1 message not sent" : `${count} messages not sent`),
  title: "Not sent",
  about: "These messages stay here until you send, copy or delete them.",
  about_none: "Nothing is left here.",
  list: "Messages that were not sent",
  some_channel: "A channel",
  copy: "Copy",
};
