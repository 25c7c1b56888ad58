import type { App } from "../app.ts";
import { nearest } from "../text/nearest.ts";
import { words } from "../words/words.ts";
import { setDraft } from "./drafts.ts";
import { writeTo } from "./person-card.ts";
import { quit } from "./quit.ts";
import { sendMessage } from "./send-message.ts";

export interface Command {
  usage: string;
  summary: string;
  /** Gives the problem in words when it cannot be done; rejects with what the server or the link says. */
  run(app: App, channel_id: number, rest: string): Promise<string | undefined> | string | undefined;
}

/** What can be written after a slash. The help panel is made from it. */
export const commands: Readonly<Record<string, Command>> = {
  me: {
    get usage() {
      return words().commands.me_usage;
    },
    get summary() {
      return words().commands.me;
    },
    run: (app, channel_id, rest) =>
      rest === "" ? words().commands.me_empty : sendMessage(app, channel_id, "action", rest),
  },
  msg: {
    get usage() {
      return words().commands.msg_usage;
    },
    get summary() {
      return words().commands.msg;
    },
    run: sendDirect,
  },
  help: {
    usage: "/help",
    get summary() {
      return words().commands.help;
    },
    run: (app) => {
      app.store.commit({ dialog: "help" });
      return undefined;
    },
  },
  quit: {
    usage: "/quit",
    get summary() {
      return words().commands.quit;
    },
    run: (app, channel_id) => {
      // Or it would be there as a draft at the next start.
      setDraft(app, channel_id, "");
      quit(app);
      return undefined;
    },
  },
};

async function sendDirect(app: App, _channel_id: number, rest: string): Promise<string | undefined> {
  const match = /^@?(\S+)\s+(\S[^]*)$/.exec(rest);
  const [, username, text] = match ?? [];
  return username === undefined || text === undefined
    ? words().commands.msg_wrong
    : writeTo(app, username, text);
}

/** What a text written in the composer asks for. */
export type Line = { type: "text"; text: string } | { type: "command"; name: string; rest: string };

/** A slash and a word is a command; two slashes at the beginning stand for one, and "/usr/bin" is just text. */
export function parseLine(text: string): Line {
  if (text.startsWith("//")) return { type: "text", text: text.slice(1) };
  const match = /^\/([a-z][\w-]*)(?:\s+([^]*))?$/i.exec(text.trimEnd());
  if (match === null) return { type: "text", text };
  return { type: "command", name: (match[1] ?? "").toLowerCase(), rest: (match[2] ?? "").trim() };
}

/** "Unknown command /qiut. Did you mean /quit?" */
export function unknownCommand(name: string): string {
  return words().commands.unknown(name, nearest(name, Object.keys(commands)));
}
