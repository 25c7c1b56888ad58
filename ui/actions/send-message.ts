import type { MessageKind } from "../../src/protocol/message.ts";
import { cleanContent, contentProblem } from "../../src/protocol/rules.ts";
import type { App } from "../app.ts";
import { makeNonce } from "../text/nonce.ts";
import { attempt } from "./say.ts";

/** Shows the message at once and sends it as soon as it can be. Gives the problem in words, and does nothing, when the text breaks a rule. */
export function sendMessage(
  app: App,
  channel_id: number,
  kind: MessageKind,
  text: string,
): string | undefined {
  const content = cleanContent(text)
    .trimEnd()
    .replace(/^(?:[^\S\n]*\n)+/, "");
  const problem = contentProblem(content);
  if (problem !== undefined) return problem;
  const { store, timers } = app;
  const created_at_ms = timers.now_ms();
  const message = {
    nonce: makeNonce(created_at_ms),
    channel_id,
    kind,
    content,
    reply_to_seq: null,
    created_at_ms,
  };
  store.commit({
    outbox: [...store.state.outbox, { ...message, failure: null }],
    ...(store.state.open_channel_id === channel_id ? { at_end: true, new_line_seq: null } : {}),
  });
  attempt(app, app.outbox.flush());
  return undefined;
}

/** Tries again to send a message that failed. */
export function retryMessage(app: App, nonce: string): void {
  const { store } = app;
  store.commit({
    outbox: store.state.outbox.map((one) => (one.nonce === nonce ? { ...one, failure: null } : one)),
  });
  attempt(app, app.outbox.flush());
}

/** Takes a message that failed away. */
export function discardMessage(app: App, nonce: string): void {
  const { store } = app;
  store.commit({ outbox: store.state.outbox.filter((one) => one.nonce !== nonce) });
}
