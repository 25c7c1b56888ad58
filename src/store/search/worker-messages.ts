import type { SearchWish } from "../../domain/ports/search.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import type { Reply } from "../../protocol/registry.ts";
import type { EngineOptions } from "./engine.ts";

/** Milliseconds that both threads count alike, whatever the system's clock is set to meanwhile. */
export const moment = (): number => performance.timeOrigin + performance.now();

/** What the server's thread says to the thread of the search; `call` ties answers to questions. */
export type ToSearchWorker =
  | { type: "start"; options: EngineOptions }
  | { type: "wake"; is_storm: boolean }
  /** After `ends_at_ms` (of moment()) nobody waits for the answer any more. */
  | { type: "find"; call: number; wish: SearchWish; ends_at_ms: number }
  | { type: "forget"; call: number }
  | { type: "close" };

export type FromSearchWorker =
  | { type: "found"; call: number; reply: Reply<"message.search"> }
  | { type: "refused"; call: number; code: ErrorCode; message: string }
  /** A fault: of one question, or, without a call, of the index, which is tried again later. */
  | { type: "failed"; call: number | undefined; error: string }
  | { type: "forgotten"; call: number }
  | { type: "closed" };
