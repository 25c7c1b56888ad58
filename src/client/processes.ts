import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { kill, platform } from "node:process";

import { errorCode } from "../os/error-code.ts";

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

/** Ends a process without asking it. */
export function end(process_id: number): void {
  try {
    kill(process_id, "SIGKILL");
  } catch (error) {
    if (errorCode(error) !== "ESRCH") throw error;
  }
}

/** What a process was started with, and where; nothing of one that is hidden from us, undefined where no process can be seen. */
export function commandOf(process_id: number): { words: string[]; folder?: string } | undefined {
  try {
    if (platform === "linux") {
      const words = readFileSync(`/proc/${process_id}/cmdline`, "utf8").split("\0");
      return { words, folder: readlinkSync(`/proc/${process_id}/cwd`) };
    }
    const asked =
      platform === "darwin" ? ["/bin/ps", "-ww", "-o", "command=", "-p", `${process_id}`] : undefined;
    const { stdout } = Bun.spawnSync(asked ?? askedOnWindows(process_id), { windowsHide: true });
    return { words: stdout.toString().trim().split(" ") };
  } catch {
    // It has ended just now, or is somebody else's: whatever it is, it is none that we started.
    return canSeeOwn() ? { words: [] } : undefined;
  }
}

const canSeeOwn = (): boolean => platform === "linux" && existsSync("/proc/self/cmdline");

const askedOnWindows = (process_id: number): string[] => [
  "powershell",
  "-NoProfile",
  "-Command",
  `(Get-CimInstance Win32_Process -Filter 'ProcessId=${process_id}').CommandLine`,
];
