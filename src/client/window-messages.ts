import type { PageParts } from "../protocol/bridge.ts";
import type { Environment } from "./config-folder.ts";
import type { Wish } from "./sign-in.ts";
import type { WindowAddresses } from "./window-handle.ts";

/** What the window's thread tells its worker. */
export type ToWorker =
  | { type: "start"; setup: WorkerSetup; addresses: WindowAddresses }
  /** The page called a bound function; the call is answered by its name. */
  | { type: "poll"; call: string }
  | { type: "command"; call: string; args_json: string }
  /** The window is gone. Answered by `done`. */
  | { type: "closed" };

/** All the worker needs from the command line and the system. */
export interface WorkerSetup {
  version: string;
  platform: string;
  env: Environment;
  config_folder: string;
  /** The number of the whole program, by which others tell that it runs. */
  process_id: number;
  /** How the program itself is started, without a command. */
  program: readonly string[];
  /** Where later starts of the program come to; undefined for a window beside the first. */
  instance_path: string | undefined;
  wish: Wish;
  page_parts: PageParts;
}

/** What the worker tells the window's thread: that it hears, and that it has ended its connections. */
export type FromWorker = { type: "ready" } | { type: "done" };
