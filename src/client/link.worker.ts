/* oxlint-disable unicorn/require-post-message-target-origin -- that is for windows; these are workers */
import { terminalLog } from "./log.ts";
import type { ToWorker } from "./window-messages.ts";
import { WindowService } from "./window-service.ts";

/** The thread that does everything but show the window: sockets, settings, notifications. */
declare const self: Worker;

let service: WindowService | undefined;

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  try {
    receive(data);
  } catch (error) {
    // A fault of ours in one message must not leave a dead window behind.
    terminalLog.warn(`a fault in the program: ${Bun.inspect(error)}`);
  }
});

function receive(message: ToWorker): void {
  if (message.type === "start") {
    service = new WindowService(message.setup, message.addresses, terminalLog);
    return;
  }
  if (message.type === "poll") return service?.poll(message.call);
  if (message.type === "command") return service?.command(message.call, message.args_json);
  service?.close();
  self.postMessage({ type: "done" });
}
