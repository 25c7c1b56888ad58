/** The sheet of commands and keys. */
export const help = {
  title: "Commands and keys",
  commands: "Written in the message field",
  slash_usage: "//text",
  slash: "Send a message that begins with a slash.",
  keys: "Keys",
  version: (version: string) => `chat ${version}`,
};
