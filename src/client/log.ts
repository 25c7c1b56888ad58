import { writeSync } from "node:fs";

/** Sentences for the person at the terminal that started the client. Never a password, token or message text. */
export interface Log {
  info(text: string): void;
  warn(text: string): void;
}

const stderr_fd = 2;

/** Writes at once, so that it works in a worker whose main thread stands still in the window's loop. */
export const terminalLog: Log = {
  info: (text) => writeLine(text),
  warn: (text) => writeLine(`warning: ${text}`),
};

function writeLine(text: string): void {
  try {
    writeSync(stderr_fd, `chat: ${text}\n`);
  } catch {
    // Started without a terminal, or its reader has gone: there is nobody to tell.
  }
}
