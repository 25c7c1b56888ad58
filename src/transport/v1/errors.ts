import type { Context } from "../../domain/context.ts";
import { describeFault } from "../../domain/fault.ts";
import { ChatError, type ErrorCode } from "../../protocol/errors.ts";
import type { FramesV1 } from "./frames.ts";

/** An error in the words of protocol 1; a fault of the server is logged. */
export function errorV1(context: Context, error: unknown): FramesV1["error"] {
  const known = error instanceof ChatError ? error : context.store.explain(error);
  if (known) return { code: codesV1[known.code] ?? known.code, message: known.message };
  context.log.error("request_failed", { protocol: 1, error: describeFault(error) });
  return { code: "internal", message: "Something went wrong on the server. Please try again." };
}

/** Codes that protocol 1 does not have, in the words it has. */
const codesV1: Partial<Record<ErrorCode, string>> = { forbidden: "invalid" };
