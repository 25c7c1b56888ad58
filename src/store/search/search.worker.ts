/* oxlint-disable unicorn/require-post-message-target-origin -- that is for windows; these are workers */
import { SearchThread } from "./search-thread.ts";
import type { FromSearchWorker, ToSearchWorker } from "./worker-messages.ts";

/** The thread of the search: it follows the database and answers questions, while the server's loop goes on. */
declare const self: Worker;

const thread = new SearchThread((message: FromSearchWorker) => self.postMessage(message));

self.addEventListener("message", ({ data }: MessageEvent<ToSearchWorker>) => thread.receive(data));
