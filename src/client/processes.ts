import { kill } from "node:process";

import { errorCode } from "./error-code.ts";

/** Whether a process of this number runs that this user may signal. */
export function isAlive(process_id: number): boolean {
  try {
    return kill(process_id, 0);
  } catch {
    return false;
  }
}

/** Asks a process to end; on Windows, which has no such question, ends it. False when there is none any more. */
export function askToEnd(process_id: number): boolean {
  try {
    return kill(process_id, "SIGTERM");
  } catch (error) {
    if (errorCode(error) === "ESRCH") return false;
    throw error;
  }
}
