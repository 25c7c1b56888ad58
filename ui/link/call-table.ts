import { ChatError, type ErrorCode, errorCodes } from "../../src/protocol/errors.ts";
import type { ReplyError, ReplyFrame } from "../../src/protocol/registry.ts";
import { NoAnswer } from "./link-error.ts";
import type { Cancel, Timers } from "./timers.ts";

interface Call {
  settle(ok: unknown): void;
  reject(error: Error): void;
  cancel_timeout: Cancel;
}

/** The requests of one connection that wait for their reply. */
export class CallTable {
  #next_id = 1;
  readonly #calls = new Map<number, Call>();

  constructor(private readonly timers: Timers) {}

  /** Gives the request's id. `settle` or `reject` is called once: by the reply, after timeout_ms, or by rejectAll. */
  start(timeout_ms: number, settle: (ok: unknown) => void, reject: (error: Error) => void): number {
    const id = this.#next_id++;
    const cancel_timeout = this.timers.after(timeout_ms, () => {
      this.#calls.delete(id);
      reject(new NoAnswer());
    });
    this.#calls.set(id, { settle, reject, cancel_timeout });
    return id;
  }

  /** A reply to a request that has timed out is no news. */
  receive(frame: ReplyFrame): void {
    const call = this.#calls.get(frame.re);
    if (call === undefined) return;
    this.#calls.delete(frame.re);
    call.cancel_timeout();
    if ("error" in frame) call.reject(chatError(frame.error));
    else call.settle(frame.ok);
  }

  rejectAll(error: Error): void {
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const call of calls) {
      call.cancel_timeout();
      call.reject(error);
    }
  }
}

const chatError = ({ code, message, retry_after_ms }: ReplyError): ChatError =>
  new ChatError(isErrorCode(code) ? code : "internal", message, retry_after_ms);

const isErrorCode = (code: string): code is ErrorCode => (errorCodes as readonly string[]).includes(code);
