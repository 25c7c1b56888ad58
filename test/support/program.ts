import { join } from "node:path";

/** The executable under test: what the environment names, else the one that the build leaves. */
export const chat_bin = process.env["CHAT_BIN"] ?? join(import.meta.dir, "..", "..", "dist", "chat");

export interface ProgramOptions {
  cwd: string;
  /** Added to an environment that has nothing of the person's who runs the tests. */
  env?: Record<string, string>;
  /** A command that runs it, as in `unshare -m`. It must become the program, not stay beside it. */
  within?: readonly string[];
}

/** What a program has written until now; a test waits for a text in it. */
export class Output {
  text = "";
  /** Resolves when the program has closed this stream. */
  readonly ended: Promise<void>;
  #has_ended = false;
  #more = Promise.withResolvers<void>();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.ended = this.#read(stream);
  }

  /** Resolves with the match once the text has it. Throws when the program ends without. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.text);
      if (found) return found;
      if (this.#has_ended) throw new Error(`the program ended without ${pattern}:\n${this.text}`);
      await this.#more.promise;
    }
  }

  async #read(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) {
      this.text += decoder.decode(chunk, { stream: true });
      this.#wake();
    }
    this.#has_ended = true;
    this.#wake();
  }

  #wake(): void {
    this.#more.resolve();
    this.#more = Promise.withResolvers();
  }
}

export type Program = ReturnType<typeof startChat>;

/** Starts the executable; it must be ended by whoever starts it. */
export function startChat(args: readonly string[], { cwd, env = {}, within = [] }: ProgramOptions) {
  const child = Bun.spawn([...within, chat_bin, ...args], {
    cwd,
    env: { PATH: process.env["PATH"] ?? "", HOME: cwd, XDG_CONFIG_HOME: join(cwd, "config"), ...env },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  return {
    pid: child.pid,
    out: new Output(child.stdout),
    err: new Output(child.stderr),
    /** The exit code; 128 and the signal's number after a signal. */
    exited: child.exited,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
  };
}

/** Runs the executable to its end. */
export async function runChat(args: readonly string[], options: ProgramOptions) {
  const program = startChat(args, options);
  const code = await program.exited;
  // Both streams end with the process, but what they hold may be read a moment later.
  await Promise.all([program.out.ended, program.err.ended]);
  return { code, out: program.out.text, err: program.err.text };
}
