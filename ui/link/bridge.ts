import type { HostCommand, HostMessage } from "../../src/protocol/bridge.ts";

/** Takes commands to the process that shows this page, in the order they are given. */
export interface HostPort {
  post(command: HostCommand): void;
}

/**
 * The way to the process that shows this page. Commands and messages arrive in the order they were given.
 * `listen` is called once; `ended` when the process is gone, after which nothing more comes.
 */
export interface Bridge extends HostPort {
  listen(receive: (message: HostMessage) => void, ended: () => void): void;
}
