import { resolve } from "node:path";

import { errorCode } from "../os/error-code.ts";
import { createLogFile } from "../system/log-file.ts";
import { Failure } from "./failure.ts";
import type { ServeOptions, ServeSurroundings } from "./serve.ts";

const codeOf = (error: unknown): string => errorCode(error) ?? String(error);

/** Where lines of the log go. Throws Failure when the file cannot be begun. */
export function logWriter({ log_file }: ServeOptions, around: ServeSurroundings): (line: string) => void {
  if (log_file === undefined) return around.printError;
  const path = resolve(log_file);
  const troubles = {
    lost: (reason: unknown) =>
      around.printError(
        `chat: The log cannot be written to ${path} (${codeOf(reason)}). The server goes on without.\n`,
      ),
    grows: (reason: unknown) =>
      around.printError(
        `chat: ${path} cannot be renamed to ${path}.1 (${codeOf(reason)}), so the log grows beyond 1 MB.\n`,
      ),
  };
  try {
    return createLogFile(log_file, troubles);
  } catch (error) {
    throw new Failure(`${path} cannot be written (${codeOf(error)}). See --log-file.`);
  }
}
