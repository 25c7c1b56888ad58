import { resolve } from "node:path";

import { errorCode } from "../os/error-code.ts";
import { createLogFile } from "../system/log-file.ts";
import { Failure } from "./failure.ts";
import type { ServeOptions, ServeSurroundings } from "./serve.ts";

/** Where lines of the log go. Throws Failure when the file cannot be begun. */
export function logWriter({ log_file }: ServeOptions, around: ServeSurroundings): (line: string) => void {
  if (log_file === undefined) return around.printError;
  try {
    return createLogFile(log_file);
  } catch (error) {
    throw new Failure(
      `${resolve(log_file)} cannot be written (${errorCode(error) ?? String(error)}). See --log-file.`,
    );
  }
}
