/* oxlint-disable unicorn/require-post-message-target-origin -- that is for windows; these are workers */
import { LogThread } from "./log-thread.ts";
import type { FromLogWorker, ToLogWorker } from "./worker-messages.ts";

/** The thread of the write-ahead log: it waits for the disk while the server's loop goes on. */
declare const self: Worker;

let thread: LogThread | undefined;

function work(message: Exclude<ToLogWorker, object>): FromLogWorker {
  try {
    if (thread === undefined) throw new Error("The thread has not been started.");
    if (message === "empty") return thread.empty() ? "done" : "busy";
    thread[message]();
    return "done";
  } catch (error) {
    return faultOf(error);
  }
}

function faultOf(error: unknown): FromLogWorker {
  if (!(error instanceof Error)) return { code: "", message: String(error) };
  return { code: "code" in error ? String(error.code) : "", message: error.message };
}

self.addEventListener("message", ({ data }: MessageEvent<ToLogWorker>) => {
  // A fault here ends the thread, and is heard of by that.
  if (typeof data === "object") thread = new LogThread(data.database, data.log);
  else self.postMessage(work(data));
});
