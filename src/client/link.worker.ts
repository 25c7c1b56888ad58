/* oxlint-disable unicorn/require-post-message-target-origin -- that is for windows; these are workers */
import { terminalLog } from "./log.ts";
import type { FromWorker, ToWorker } from "./window-messages.ts";
import { WindowService } from "./window-service.ts";

/** The thread that does everything but show the window: sockets, settings, notifications. */
declare const self: Worker;

const tell = (message: FromWorker) => self.postMessage(message);

let service: WindowService | undefined;

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  try {
    receive(data);
  } catch (error) {
    // A fault of ours in one message must not leave a dead window behind.
    warn(error);
  }
});

tell({ type: "ready" });

// An error nobody caught ends the worker. The window must not stay behind without it.
self.addEventListener("error", () => service?.quit());

function receive(message: ToWorker): void {
  if (message.type === "start") {
    service = new WindowService(message.setup, message.addresses, terminalLog);
    return;
  }
  if (message.type === "poll") return service?.poll(message.call);
  if (message.type === "command") return service?.command(message.call, message.args_json);
  void end();
}

async function end(): Promise<void> {
  await service?.close().catch(warn);
  tell({ type: "done" });
}

function warn(fault: unknown): void {
  terminalLog.warn(`a fault in the program: ${Bun.inspect(fault)}`);
}
