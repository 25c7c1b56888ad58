import { realpathSync } from "node:fs";
import { join } from "node:path";

import { HostingFault } from "./hosting-fault.ts";
import { server_files, until } from "./hosting-process.ts";
import { answers, readStatus } from "./hosting-status.ts";
import { clientLimits } from "./limits.ts";
import { askToEnd, commandOf, end, isAlive } from "./processes.ts";

const stopping = { within_ms: clientLimits.hosting_stop_ms, fault: "stays" } as const;
const stopping_hung = { within_ms: clientLimits.hosting_answer_ms, fault: "stays" } as const;

/**
 * Asks the server of a folder to end, if one runs, and waits until it has. One that does not even answer is ended by
 * force: what it has acknowledged is on disk. Throws HostingFault.
 */
export async function endServer(folder: string): Promise<void> {
  const status = readStatus(join(folder, server_files.status));
  if (!status || !isAlive(status.process_id)) return;
  const answer = await answers(status);
  if (answer === "no") return;
  const is_ours = isServerOf(status.process_id, folder);
  // It has only the number of a server that has died.
  if (answer === "silent" && is_ours === false) return;
  if (is_ours === false || (is_ours === undefined && answer === "silent")) throw new HostingFault("silent");
  const hasEnded = () => !isAlive(status.process_id);
  if (!askToEnd(status.process_id)) return;
  if (answer === "yes") return void (await until(hasEnded, stopping));
  await until(hasEnded, stopping_hung).catch(() => {
    end(status.process_id);
    return until(hasEnded, stopping);
  });
}

/** Whether a process is the server of a folder; undefined where the system does not tell what runs. */
export function isServerOf(process_id: number, folder: string): boolean | undefined {
  const runs = commandOf(process_id);
  if (runs === undefined) return undefined;
  const is_server =
    runs.words.includes("serve") && runs.words.includes(`--status-file=${server_files.status}`);
  return is_server && (runs.folder === undefined || runs.folder === realpathSync(folder));
}
