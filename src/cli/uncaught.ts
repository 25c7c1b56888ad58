import { describeFault } from "../domain/fault.ts";
import type { Log } from "../domain/ports/log.ts";
import { AnswersOwed } from "../transport/send-ring.ts";
import type { ServeSurroundings } from "./serve.ts";

/**
 * What nothing caught is in the log, and the server goes on for everybody else. Only where nobody knows any more what the sockets were
 * sent it ends as it stands: all that was acknowledged is on the disk, and its clients come back.
 */
export function logUncaught(
  log: Pick<Log, "error">,
  { uncaught, leave }: Pick<ServeSurroundings, "uncaught" | "leave">,
): void {
  uncaught((error) => {
    log.error("uncaught", { error: describeFault(error) });
    if (error instanceof AnswersOwed) leave(fault_exit_code);
  });
}

const fault_exit_code = 70;
