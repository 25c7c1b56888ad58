/** What can be written after a slash. */
export const commands = {
  me_usage: "/me <action>",
  me: "Say what you do: “/me waves” shows “waves” behind your name.",
  me_empty: "Write what you do after it, like “/me waves”.",
  msg_usage: "/msg <user> <message>",
  msg: "Write to one person alone, in your direct messages.",
  msg_wrong: "Write it like this: /msg ana Are you there?",
  msg_away:
    "Without a connection you reach only people with whom you have direct messages. The text stays here.",
  help: "Show these commands and the keys.",
  quit: "Disconnect and close the window.",
  unknown: (name: string, guess: string | undefined) =>
    `Unknown command /${name}. ${guess === undefined ? "/help lists them all." : `Did you mean /${guess}?`}`,
};
