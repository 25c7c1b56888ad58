import type { SearchWish } from "../../domain/ports/search.ts";
import type { ErrorCode } from "../../protocol/errors.ts";
import type { Reply } from "../../protocol/registry.ts";
import type { EngineOptions } from "./engine.ts";

/** What the server's thread says to the thread of the search; `call` ties answers to questions. */
export type ToSearchWorker =
  | { type: "start"; options: EngineOptions }
  | { type: "wake"; is_storm: boolean }
  | { type: "find"; call: number; wish: SearchWish }
  | { type: "forget"; call: number }
  | { type: "close" };

export type FromSearchWorker =
  | { type: "found"; call: number; reply: Reply<"message.search"> }
  | { type: "refused"; call: number; code: ErrorCode; message: string }
  /** A fault: of one question, or, without a call, of the index, which is tried again later. */
  | { type: "failed"; call: number | undefined; error: string }
  | { type: "forgotten"; call: number }
  | { type: "closed" };
