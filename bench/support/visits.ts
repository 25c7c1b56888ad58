import { PeerV2 } from "../../test/support/v2-peer.ts";
import { password } from "./chat.ts";

/** Somebody who comes by now and then: logs in by password, reads, searches, and logs out. */
export class Visits {
  count = 0;
  #is_over = false;
  readonly #done: Promise<void>;

  constructor(
    readonly port: number,
    readonly username: string,
    readonly pause_ms: number,
  ) {
    this.#done = this.#comeAndGo();
    this.#done.catch(() => {}); // told by end()
  }

  /** Rejects when a visit failed. */
  async end(): Promise<void> {
    this.#is_over = true;
    await this.#done;
  }

  async #comeAndGo(): Promise<void> {
    while (!this.#is_over) {
      await this.#visit();
      this.count++;
      await Bun.sleep(this.pause_ms);
    }
  }

  async #visit(): Promise<void> {
    using visitor = await PeerV2.login(
      { host: "127.0.0.1", port: this.port, tls: false },
      this.username,
      password,
    );
    const { channels } = await visitor.request("channel.list", {});
    const channel_id = channels[0]?.id ?? 0;
    await visitor.request("message.history", { channel_id });
    await visitor.request("message.search", { words: ["nothing", String(this.count)] });
    await visitor.request("session.logout", {});
  }
}
