import type { HostCommand, HostMessage } from "../../src/protocol/bridge.ts";

/**
 * The way to the process that shows this page. Commands and messages arrive in the order they were given.
 * `listen` is called once; `ended` when the process is gone, after which nothing more comes.
 */
export interface Bridge {
  post(command: HostCommand): void;
  listen(receive: (message: HostMessage) => void, ended: () => void): void;
}
