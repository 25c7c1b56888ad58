/**
 * Something about the database that a person has to put right. The message says what is wrong and what to
 * do; it never has anything in it that was stored.
 */
export class StoreError extends Error {
  readonly reason: StoreProblem;

  constructor(reason: StoreProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.reason = reason;
  }
}

export type StoreProblem =
  | "not_a_file" // a directory, a socket ...
  | "not_a_database" // a file of another kind
  | "foreign" // an SQLite database of another program
  | "newer" // written by a newer version of chat
  | "no_folder" // the folder of the file, or that of the files, is not there, is none, or is empty where it must not be
  | "read_only" // the file or its folder may not be written
  | "unreadable" // the file may not be read
  | "locked" // another process has it
  | "vanished" // it was moved or deleted while it was open
  | "damaged" // its pages contradict each other
  | "full" // no room on the disk
  | "failed"; // reading or writing the disk failed

/** What the system said in another thread: errors lose what they carry beside their message on the way between threads. */
export class SystemError extends Error {
  readonly syscall = "";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "SystemError";
  }
}
