import type { MessageKind } from "../../src/protocol/message.ts";
import { contentProblem, sentContentProblem } from "../../src/protocol/rules.ts";
import type { App } from "../app.ts";
import { channelLabel } from "../state/channels.ts";
import type { Pending } from "../state/state.ts";
import { makeNonce } from "../text/nonce.ts";
import { tidyContent } from "../text/tidy-content.ts";
import { told, words } from "../words/words.ts";
import { jumpToPresent } from "./jump.ts";
import { cancelReply } from "./message-changes.ts";
import { attempt } from "./say.ts";

const outbox_max = 500;

/** Shows the message at once; it is sent as soon as its files are up, it is on disk and can be. Gives the problem in words, and does nothing, when the text breaks a rule. */
export function sendMessage(
  app: App,
  channel_id: number,
  kind: MessageKind,
  text: string,
): string | undefined {
  const content = tidyContent(text);
  const { store, timers } = app;
  const has_files = store.state.chosen_files.has(channel_id);
  const problem = has_files ? sentContentProblem(content) : contentProblem(content);
  if (problem !== undefined) return told(problem);
  if (store.state.outbox.length >= outbox_max) return words().message_actions.too_many_wait;
  const created_at_ms = timers.now_ms();
  const channel = store.state.channels.get(channel_id);
  const message = {
    nonce: makeNonce(created_at_ms),
    channel_id,
    place: channel === undefined ? null : channelLabel(channel, store.state.me?.user_id),
    kind,
    content,
    reply_to_seq: store.state.replies.get(channel_id)?.seq ?? null,
    created_at_ms,
    ...app.uploader.take(channel_id),
  };
  store.commit({
    outbox: [...store.state.outbox, { ...message, failure: null, kept: false, tries: 0 }],
    ...(store.state.open_channel_id === channel_id ? { at_end: true, new_line_seq: null } : {}),
  });
  cancelReply(app, channel_id);
  if (app.link.is_up) attempt(app, jumpToPresent(app));
  return undefined;
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
