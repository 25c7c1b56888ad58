import type { Broadcast } from "../domain/broadcast.ts";
import type { Context } from "../domain/context.ts";
import { dispatch } from "../domain/dispatch.ts";
import { describeFault } from "../domain/fault.ts";
import { awaitGuestTurn } from "../domain/guest-turn.ts";
import type { Session } from "../domain/session.ts";
import { takeRate } from "../domain/take-rate.ts";
import { ChatError, type CloseReason, closeReasons, type ErrorCode } from "../protocol/errors.ts";
import { encodeFrame } from "../protocol/frame.ts";
import { limits } from "../protocol/limits.ts";
import {
  type ChatEvent,
  isRequestName,
  type ReplyError,
  RequestFrame,
  requests,
} from "../protocol/registry.ts";
import type { Line, Peer, Sort } from "./peer.ts";

/** Protocol 2: every request gets exactly one reply. */
export class PeerV2 implements Peer {
  #has_greeted = false;
  /** The mark after which it was not told how users show, as it was behind. */
  #left_out_after: number | undefined;

  constructor(
    readonly context: Context,
    readonly session: Session,
    readonly line: Line,
  ) {
    line.takes("frames");
  }

  get silence_ms(): number {
    return 2 * this.context.settings.heartbeat_interval_ms;
  }

  async receive(payload: unknown): Promise<void> {
    const frame = RequestFrame.safeParse(payload);
    if (!frame.success) return this.line.close("bad_frame"); // without an id there is nothing to answer to
    if (!this.session.login && !(await awaitGuestTurn(this.context, this.session))) return;
    const { id, type, body } = frame.data;
    const was_logged_in = this.session.login !== undefined;
    try {
      const reply = await this.#answer(type, body);
      if (type === "hello") this.#has_greeted = true;
      this.line.send(encodeFrame({ re: id, ok: reply }));
      if (was_logged_in && !this.session.login) this.line.startLoginTimeout();
    } catch (error) {
      this.line.send(encodeFrame({ re: id, error: this.#describe(type, error) }));
      if (error instanceof ChatError && failedTries.has(error.code)) this.line.restartLoginTimeout();
    }
  }

  tookAll(): void {}

  sortOf(payload: unknown): Sort {
    if (typeof payload !== "object" || payload === null || !("type" in payload)) return "asked";
    const { type } = payload;
    if (type === "message.send" || type === "file.put" || type === "file.finish")
      return this.session.login === undefined ? "asked" : "said";
    const rate = typeof type === "string" && isRequestName(type) ? requests[type].rate : undefined;
    return rate === "list" || rate === "catch_up" ? "lengthy" : "asked";
  }

  /** What shows only for a moment is left out for who is behind, so that messages get the room. */
  deliver(broadcast: Broadcast): void {
    const is_behind = !this.line.is_keeping_up || this.#left_out_after !== undefined;
    if (!broadcast.is_passing || !is_behind) return this.line.send(broadcast.frames);
    if (broadcast.events.some(({ type }) => type === "presence.changed"))
      this.#left_out_after ??= this.context.hub.presence_trail.mark - 1;
  }

  /** Tells how users show whose presence was left out, as much as there is room for. */
  caughtUp(): void {
    if (!this.session.login) this.#left_out_after = undefined;
    if (this.#left_out_after === undefined || !this.line.is_keeping_up) return;
    for (const { mark, frame } of this.context.hub.presence_trail.after(this.#left_out_after)) {
      if (!this.line.has_room) return;
      this.#left_out_after = mark;
      this.line.send(frame);
    }
    this.#left_out_after = undefined;
  }

  ping(): void {
    this.line.send(ping_frame);
  }

  farewell(reason: CloseReason): Uint8Array {
    const { text: message, retry } = closeReasons[reason];
    const body = { reason, message, retry, ...(reason === "server_closing" ? this.#comeBack() : {}) };
    return encodeFrame({ type: "connection.closing", body } satisfies ChatEvent);
  }

  /** Spread, so that not everybody knocks at the same moment. */
  #comeBack(): { retry_after_ms: number } {
    const spread_ms = Math.min(
      limits.come_back_ms_max,
      this.context.hub.session_count * limits.come_back_ms_each,
    );
    return { retry_after_ms: limits.come_back_ms_min + Math.floor(Math.random() * spread_ms) };
  }

  #answer(type: string, body: unknown): Promise<unknown> {
    if (!isRequestName(type)) throw new ChatError("unknown", `There is no request ${type.slice(0, 60)}.`);
    if (!this.#has_greeted && type !== "hello")
      throw new ChatError("invalid", "The first request must be hello.");
    // Parts of files have a rate of their own, so that a file takes no message's place.
    if (this.session.login && requests[type].rate !== "part") takeRate(this.context, this.session, "request");
    return dispatch(this.context, this.session, type, body);
  }

  #describe(type: string, error: unknown): ReplyError {
    const known = error instanceof ChatError ? error : this.context.store.explain(error);
    if (!known) {
      this.context.log.error("request_failed", { type, error: describeFault(error) });
      return { code: "internal", message: "Something went wrong on the server. Please try again." };
    }
    const { code, message, retry_after_ms } = known;
    return retry_after_ms === undefined ? { code, message } : { code, message, retry_after_ms };
  }
}

const ping_frame = encodeFrame({ type: "ping", body: {} } satisfies ChatEvent);

/** Answers to a login that was really tried, after which a person may want to try again. */
export const failedTries: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "wrong_credentials",
  "rate_limited",
  "exists",
  "busy",
]);
