import type { MessageKind } from "../../src/protocol/message.ts";
import { contentProblem, sentContentProblem } from "../../src/protocol/rules.ts";
import type { App } from "../app.ts";
import { channelLabel } from "../state/channels.ts";
import { chosenIn } from "../state/files.ts";
import type { Pending } from "../state/state.ts";
import { hasProblem } from "../state/uploads.ts";
import { makeNonce } from "../text/nonce.ts";
import { tidyContent } from "../text/tidy-content.ts";
import { told, words } from "../words/words.ts";
import { jumpToPresent } from "./jump.ts";
import { cancelReply } from "./message-changes.ts";
import { attempt } from "./say.ts";

const outbox_max = 500;

/**
 * Shows the message at once, with the files chosen and as the reply begun in its channel; it is sent as soon as its files are up, it is on disk and can be. Gives
 * the problem in words, and does nothing, when the text breaks a rule or a file has failed.
 */
export function sendMessage(
  app: App,
  channel_id: number,
  kind: MessageKind,
  text: string,
): string | undefined {
  const { chosen_files, replies } = app.store.state;
  const files = chosenIn(chosen_files, channel_id);
  if (files.some(hasProblem)) return words().uploads.one_failed;
  const content = tidyContent(text);
  const problem = problemOf(app, files.length > 0 ? sentContentProblem(content) : contentProblem(content));
  if (problem !== undefined) return problem;
  const reply_to_seq = replies.get(channel_id)?.seq ?? null;
  put(app, channel_id, { kind, content, reply_to_seq, ...app.uploader.take(channel_id) });
  cancelReply(app, channel_id);
  return undefined;
}

/** The same for a text that was not written in the channel's own composer: what waits there stays there. */
export function sendText(app: App, channel_id: number, text: string): string | undefined {
  const content = tidyContent(text);
  const problem = problemOf(app, contentProblem(content));
  if (problem === undefined) put(app, channel_id, { kind: "text", content, reply_to_seq: null });
  return problem;
}

function problemOf({ store }: App, broken: string | undefined): string | undefined {
  if (broken !== undefined) return told(broken);
  return store.state.outbox.length >= outbox_max ? words().message_actions.too_many_wait : undefined;
}

type Written = Pick<Pending, "kind" | "content" | "reply_to_seq" | "attachments" | "uploads">;

function put(app: App, channel_id: number, written: Written): void {
  const { store, timers } = app;
  const { channels, me, open_channel_id, outbox } = store.state;
  const created_at_ms = timers.now_ms();
  const channel = channels.get(channel_id);
  const place = channel === undefined ? null : channelLabel(channel, me?.user_id);
  const nonce = makeNonce(created_at_ms);
  const message = { nonce, channel_id, place, ...written, created_at_ms };
  store.commit({
    outbox: [...outbox, { ...message, failure: null, kept: false, tries: 0 }],
    ...(open_channel_id === channel_id ? { at_end: true, new_line_seq: null } : {}),
  });
  if (app.link.is_up) attempt(app, jumpToPresent(app));
}

/** Tries again to send a message that failed, and to bring its files up. */
export function retryMessage(app: App, nonce: string): void {
  const { store } = app;
  const again = ({ uploads, ...one }: Pending): Pending => ({
    ...one,
    failure: null,
    tries: 0,
    ...(uploads && { uploads: uploads.map((file) => ({ ...file, problem: null })) }),
  });
  store.commit({ outbox: store.state.outbox.map((one) => (one.nonce === nonce ? again(one) : one)) });
  attempt(app, app.uploader.run());
  attempt(app, app.outbox.flush());
}

/** Takes a message that failed away. */
export function discardMessage(app: App, nonce: string): void {
  const { store, uploader } = app;
  const { outbox } = store.state;
  store.commit({ outbox: outbox.filter((one) => one.nonce !== nonce) });
  uploader.forget(outbox.find((one) => one.nonce === nonce)?.uploads ?? []);
}
