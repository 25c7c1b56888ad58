import type { HostCommand, HostMessage } from "../../src/protocol/bridge.ts";
import type { Bridge } from "./bridge.ts";
import { handOver } from "./hand-over.ts";
import type { Timers } from "./timers.ts";

declare global {
  interface Window {
    /** Bound by the native window: a long poll, resolves with every message that has come. */
    chatPoll?: () => Promise<HostMessage[]>;
    /** Bound by the native window: takes one command. */
    chatPost?: (command: HostCommand) => Promise<void>;
  }
}

const bound_check_ms = 20;

/** The bridge of the native window, over two functions it binds, perhaps a moment after the page has begun. */
export class WebviewBridge implements Bridge {
  #ended = false;
  #end: () => void = () => {};
  readonly #waiting: HostCommand[] = [];

  constructor(
    private readonly window: Pick<Window, "chatPoll" | "chatPost">,
    private readonly timers: Timers,
  ) {}

  post(command: HostCommand): void {
    this.#waiting.push(command);
    this.#flush();
  }

  listen(receive: (message: HostMessage) => void, ended: () => void): void {
    this.#end = () => {
      if (this.#ended) return;
      this.#ended = true;
      ended();
    };
    this.#whenBound(receive);
  }

  #whenBound(receive: (message: HostMessage) => void): void {
    const poll = this.window.chatPoll;
    if (poll === undefined || this.window.chatPost === undefined) {
      this.timers.after(bound_check_ms, () => this.#whenBound(receive));
      return;
    }
    this.#flush();
    this.#poll(poll, receive).catch(this.#end);
  }

  async #poll(poll: () => Promise<HostMessage[]>, receive: (message: HostMessage) => void): Promise<void> {
    while (!this.#ended) handOver(await poll(), receive);
  }

  #flush(): void {
    const post = this.window.chatPost;
    if (post === undefined) return;
    for (const command of this.#waiting.splice(0)) post(command).catch(this.#end);
  }
}
