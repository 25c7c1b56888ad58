import type { Message } from "../../src/protocol/message.ts";
import { contentProblem } from "../../src/protocol/rules.ts";
import type { App } from "../app.ts";
import { withoutEdits } from "../state/edits.ts";
import { tidyContent } from "../text/tidy-content.ts";
import { told, words } from "../words/words.ts";
import { say } from "./say.ts";

/** What one can do to a message that is there. Each rejects with what the server or the link says. */

/** Adds one's reaction, or takes it back. */
export async function toggleReaction(app: App, message: Message, emoji: string): Promise<void> {
  const on = !message.reactions.some((reaction) => reaction.emoji === emoji && reaction.mine);
  await app.link.request("message.react", { id: message.id, emoji, on });
}

/** Pins the message for everybody in the channel, or takes the pin away. */
export async function togglePin(app: App, message: Message): Promise<void> {
  await app.link.request("message.pin", { id: message.id, on: message.pinned_at_ms === null });
}

/** Can be undone for some seconds, unless the person is sure. */
export async function removeMessage(app: App, message: Message, sure: boolean): Promise<void> {
  if (sure) await app.link.request("message.delete", { id: message.id });
  else app.deletions.add(message);
}

/** Shows the earlier texts. */
export async function showEdits(app: App, message: Message): Promise<void> {
  const { edits } = await app.link.request("message.edits", { id: message.id });
  app.store.commit({ message_dialog: { message, edits } });
}

/** What is written next in the channel answers this message. */
export function startReply({ store }: App, { channel_id, seq, author }: Message): void {
  store.commit({
    replies: new Map(store.state.replies).set(channel_id, { seq, username: author.username }),
  });
}

export function cancelReply({ store }: App, channel_id: number): void {
  const replies = new Map(store.state.replies);
  if (replies.delete(channel_id)) store.commit({ replies });
}

/** Turns a message of one's own into a field with its text, as far as one has changed it. */
export const startEdit = ({ store }: App, { id }: Message): void => store.commit({ editing_id: id });

export const typeEdit = ({ store }: App, { id }: Message, text: string): void =>
  store.commit({ edit_texts: new Map(store.state.edit_texts).set(id, text) });

/** Closes the field, if it is this message's, and forgets what one has made of the text. */
export const endEdit = ({ store }: App, { id }: Message): void =>
  store.commit(withoutEdits(store.state, [id]));

/** Begins to edit the newest message that one has written in the channel, as far as it is held. False when there is none. */
export function editLast(app: App, channel_id: number): boolean {
  const { timelines, me, outbox, deleting } = app.store.state;
  // The last one is on its way: the one before it is not what is meant.
  if (outbox.some((pending) => pending.channel_id === channel_id && pending.failure === null)) {
    say(app, words().message_actions.still_sending);
    return true;
  }
  const own = timelines
    .get(channel_id)
    ?.messages.findLast(
      ({ id, author, deleted_at_ms }) =>
        author.user_id === me?.user_id && deleted_at_ms === null && !deleting.has(id),
    );
  if (own === undefined) return false;
  startEdit(app, own);
  return true;
}

/**
 * Gives the problem in words when the text breaks a rule. A text that has not changed is no edit, an empty one a deletion. The
 * field closes, and `done` is called just before, unless there is another text in it by then. Nothing happens while one is saved.
 */
export async function saveEdit(
  app: App,
  message: Message,
  text: string,
  done = () => {},
): Promise<string | undefined> {
  if (app.saving.has(message.id)) return undefined;
  const content = tidyContent(text);
  const end = () => {
    done();
    endEdit(app, message);
  };
  if (content.trim() === "") {
    end();
    await removeMessage(app, message, false);
    return undefined;
  }
  const problem = contentProblem(content);
  if (problem !== undefined) return told(problem);
  app.saving.add(message.id);
  try {
    if (content !== message.content) await app.link.request("message.edit", { id: message.id, content });
  } finally {
    app.saving.delete(message.id);
  }
  if ((app.store.state.edit_texts.get(message.id) ?? message.content) === text) end();
  return undefined;
}
