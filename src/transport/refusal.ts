import { closeReasons } from "../protocol/errors.ts";
import { encodeFrame } from "../protocol/frame.ts";
import type { ChatEvent } from "../protocol/registry.ts";
import { frameV1 } from "./v1/frames.ts";

/**
 * What a connection that is not let in is told. It has said nothing yet, so it is told in both protocols: each
 * leaves out what it does not know.
 */
export function refusal(retry_after_ms: number): Uint8Array {
  const reason = "too_many_connections";
  const { text: message, retry } = closeReasons[reason];
  const closing: ChatEvent = { type: "connection.closing", body: { reason, message, retry, retry_after_ms } };
  return Buffer.concat([frameV1("error", { code: reason, message }), encodeFrame(closing)]);
}
