import { ChatError, type ErrorCode } from "../../src/protocol/errors.ts";
import { LinkDown, NoAnswer } from "../link/link-error.ts";

/**
 * What a message that was not acknowledged does next. `refused`: no other try can end better, the person decides.
 * `channel_waits`: tried again before anything later of its channel. `all_wait`: the same before anything at all.
 */
export type Refusal = "refused" | "channel_waits" | "all_wait";

/** By the code of the server's answer. A code without a row does not compile. */
export const refusals: Readonly<Record<ErrorCode, Refusal>> = {
  invalid: "refused",
  unknown: "refused",
  not_found: "refused",
  exists: "refused",
  forbidden: "refused",
  no_channel: "refused",
  wrong_credentials: "refused",
  nonce_reused: "refused",
  too_large: "refused",
  no_room: "refused",
  unsupported: "refused",
  // Nothing is wrong with the message: the next login mends it.
  not_authenticated: "all_wait",
  session_ended: "all_wait",
  // They are of the user or the connection, not of the message.
  rate_limited: "all_wait",
  busy: "all_wait",
  // Nothing was stored, of this message or any other.
  unavailable: "all_wait",
  // Perhaps stored, perhaps not, perhaps only this one is the trouble.
  internal: "channel_waits",
};

/** No rate of all that somebody sends asks for more. */
const short_ms = 2_000;

/** What becomes of a message after this error; undefined for a fault of the page. */
export function refusalOf(error: unknown): Refusal | undefined {
  // What has to wait for long is of this very message, such as a call of all of a large channel.
  if (error instanceof ChatError)
    return error.code === "rate_limited" && (error.retry_after_ms ?? 0) > short_ms
      ? "channel_waits"
      : refusals[error.code];
  if (error instanceof LinkDown) return "all_wait";
  return error instanceof NoAnswer ? "channel_waits" : undefined;
}
