import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

import { ServerStatus } from "../protocol/server-status.ts";
import { dial } from "./dial.ts";
import { clientLimits } from "./limits.ts";

/** What a server says of itself; undefined when there is no such file, or it is no good. */
export function readStatus(path: string): ServerStatus | undefined {
  try {
    return ServerStatus.safeParse(JSON.parse(shortText(path))).data;
  } catch {
    // Not there, or left half written by a power cut: either way nobody says that it runs.
    return undefined;
  }
}

/** The text of a small file. Of anything else, which might have no end or never begin, there is none. */
function shortText(path: string): string {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const about = fstatSync(file);
    if (!about.isFile() || about.size > clientLimits.hosting_status_bytes_max) return "";
    const bytes = Buffer.alloc(about.size);
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}

/**
 * Whether the server of a status file is the one that answers at its port: the number of its process may be another's by
 * now. Nobody there, or somebody else, is a no; nobody who answers in time may be a server that stands still.
 */
export async function answers({ port, certificate }: ServerStatus): Promise<"yes" | "no" | "silent"> {
  const dialed = await dial({
    server: { host: "127.0.0.1", port, tls: certificate !== null },
    pins: { pinned: () => certificate ?? undefined, hasSpokenTls: () => true, pin: () => {} },
    handshake_timeout_ms: clientLimits.hosting_answer_ms,
  });
  if (dialed.outcome === "up") dialed.wire.close();
  if (dialed.outcome === "down") return dialed.code === "refused" ? "no" : "silent";
  return dialed.outcome === "up" ? "yes" : "no";
}

/** The end of a text file, without empty lines; none when it cannot be read. */
export function lastLines(path: string): string[] {
  try {
    const file = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(clientLimits.hosting_log_bytes);
      const from = Math.max(0, fstatSync(file).size - bytes.length);
      const text = bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, from));
      return text
        .split("\n")
        .filter((line) => line.trim() !== "")
        .slice(-clientLimits.hosting_log_lines);
    } finally {
      closeSync(file);
    }
  } catch {
    return [];
  }
}
