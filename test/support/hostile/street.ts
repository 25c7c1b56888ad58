import { leftOf } from "../page-outbox.ts";
import { device } from "../page-people.ts";
import { PageServer } from "../page-server.ts";
import { makePng } from "../png.ts";
import { corpus } from "./corpus.ts";
import { watchedHarm } from "./guard.ts";

export const texts: readonly string[] = corpus(watchedHarm);
/** For where there is only one of its kind. */
export const all_at_once = texts.join("\n");

/** So that they are among the first of the list. */
export const channel_names = { words: "!!words", acts: "!!acts" };

const picture = makePng(8, 8);

/**
 * What a server could send that holds itself to no rule: every text is a message, somebody's names and status, a channel's
 * name and topic, a file's name, a reaction, a device. Each message answers the one before and is pinned.
 */
export function hostileStreet(): PageServer {
  const chat = new PageServer("ana");
  const { data, people, files, changes } = chat;
  const [words, acts] = [data.channel(channel_names.words, all_at_once), data.channel(channel_names.acts)];
  for (const [at, text] of texts.entries()) {
    const author = data.person(text);
    Object.assign(data.people.get(author.user_id) ?? {}, { status_text: text, display_name: text });
    const attachments = [files.add(text, at % 2 === 0 ? picture : new Uint8Array([1, 2, 3]))];
    const said = data.say(words, author, text, { attachments, reply_to_seq: at === 0 ? null : at });
    const message = changes.find(said.id);
    message.reactions = [{ emoji: text, count: 1, mine: at % 2 === 0 }];
    message.pinned_at_ms = said.created_at_ms;
    data.say(acts, author, text, { kind: "action" });
    data.channel(text, text, at % 2 === 0);
    people.sessions.push(device(at + 2, text, at + 1));
  }
  const edited = data.say(acts, chat.me, "the first");
  for (const text of texts) changes.edit(edited.id, text);
  data.dm(chat.me, ...texts.slice(0, 9).map((text) => data.person(text)));
  for (const text of texts.slice(9)) data.dm(chat.me, data.person(text));
  return chat;
}

/** What an earlier page could not send to channels that are gone, and drafts. */
export function hostileOutbox() {
  const outbox = leftOf(
    texts.map((content, at) => ({
      nonce: `unsent${at}`,
      channel_id: 77_000 + at,
      place: `#${content}`,
      kind: "text",
      content,
      reply_to_seq: null,
      created_at_ms: Date.UTC(2026, 10, 22),
      failure: content,
    })),
  );
  return outbox;
}
