import type { App } from "../app.ts";
import { commands, parseLine, unknownCommand } from "./commands.ts";
import { setDraft } from "./drafts.ts";
import { errorWords } from "./error-words.ts";
import { sendMessage } from "./send-message.ts";

/** Does what the composer's text says; the text goes only when that could be done. */
export async function submit(app: App, channel_id: number): Promise<void> {
  const { store } = app;
  const text = store.state.drafts.get(channel_id) ?? "";
  const has_files = store.state.chosen_files.has(channel_id);
  if ((text.trim() === "" && !has_files) || app.submitting.has(channel_id)) return;
  app.submitting.add(channel_id);
  const problem = await run(app, channel_id, text)
    .catch(errorWords)
    .finally(() => app.submitting.delete(channel_id));
  if (problem !== undefined) return store.commit({ composer_error: problem });
  if ((store.state.drafts.get(channel_id) ?? "") === text) setDraft(app, channel_id, "");
}

async function run(app: App, channel_id: number, text: string): Promise<string | undefined> {
  const line = parseLine(text);
  if (line.type === "text") return sendMessage(app, channel_id, "text", line.text);
  if (!Object.hasOwn(commands, line.name)) return unknownCommand(line.name);
  return commands[line.name]?.run(app, channel_id, line.rest);
}
