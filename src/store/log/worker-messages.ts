/** What the server's thread says to the thread of the log, which does one after the other. */
export type ToLogWorker =
  /** `log`: the write-ahead log of `database`, open for reading and writing. */
  { type: "start"; database: string; log: number } | "sync" | "checkpoint" | "renew" | "empty" | "close";

/** One answer to each but the start, in their order. busy: it is in use, and was left as it is. A fault has the system's code. */
export type FromLogWorker = "done" | "busy" | { code: string; message: string };
