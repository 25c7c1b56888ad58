import type { HeldLock } from "../client/held-lock.ts";
import { claimInstance, handOver, instancePath } from "../client/instance.ts";
import { terminalLog } from "../client/log.ts";
import type { Wish } from "../client/sign-in.ts";
import { errorCode } from "../os/error-code.ts";

interface Start {
  platform: string;
  config_folder: string;
  wish: Wish;
  /** Whether a window of its own was asked for. */
  new_window: boolean;
}

/** This start's window: the profile's first, where later starts are told to come; one beside it; or none, the first one has it. */
export type WindowPlace =
  { kind: "first"; path: string; lock: HeldLock } | { kind: "beside" } | { kind: "handed_over" };

/** Whoever names a user wants a window for that user; anything else goes to the window that is there. */
export async function placeWindow({
  platform,
  config_folder,
  wish,
  new_window,
}: Start): Promise<WindowPlace> {
  const path = instancePath(platform, config_folder);
  if (new_window || wish.user !== undefined || path === undefined) return { kind: "beside" };
  try {
    const lock = claimInstance(config_folder);
    if (lock) return { kind: "first", path, lock };
    if (await handOver(path, wish)) return { kind: "handed_over" };
    terminalLog.warn("the window that is open does not answer: here is another one.");
  } catch (error) {
    terminalLog.warn(`other windows cannot be found (${errorCode(error) ?? String(error)}).`);
  }
  return { kind: "beside" };
}
