import type { Address, Frame } from "../frame-socket.ts";
import { PeerV2 } from "../v2-peer.ts";

export interface Acknowledged {
  id: number;
  seq: number;
}

/** So many messages of one writer are under way, always: as fast as they are answered. */
export const under_way_max = 20;

/**
 * A client that trusts nothing: every message stays in its outbox until it is acknowledged, and is sent again
 * with the same nonce after every reconnect, oldest first. Nonces are "author:number".
 */
export class Writer {
  readonly acknowledged = new Map<string, Acknowledged>();
  /** Acknowledged more than once with different answers: that must never be. */
  readonly contradictions: string[] = [];
  /** Nonces not acknowledged yet, oldest first. */
  readonly #outbox: string[] = [];
  readonly #begun = Promise.withResolvers<void>();
  #written = 0;
  #last_id = 1_000;

  constructor(
    readonly author: string,
    readonly token: string,
    /** Where the server is just now; resolves when it is up again. */
    readonly address: () => Promise<Address>,
    readonly channel_id: number,
  ) {}

  /** Resolves when the first message has been acknowledged. */
  get began(): Promise<void> {
    return this.#begun.promise;
  }

  /** Sent and not acknowledged. */
  get under_way(): number {
    return this.#outbox.length;
  }

  /** Writes and resends until told to stop, then until all is acknowledged. */
  async run(is_over: () => boolean, onAcknowledged: () => void): Promise<void> {
    while (!is_over() || this.#outbox.length > 0) {
      try {
        await this.#talk(is_over, onAcknowledged);
      } catch {
        // The connection is gone, perhaps in the middle of anything: that is what this is about.
      }
    }
  }

  async #talk(is_over: () => boolean, onAcknowledged: () => void): Promise<void> {
    using peer = await PeerV2.connect(await this.address());
    await peer.request("session.resume", { token: this.token });
    const asked = new Map<unknown, string>();
    const send = (nonce: string) => {
      const id = ++this.#last_id;
      asked.set(id, nonce);
      peer.sendFrame({
        id,
        type: "message.send",
        body: { channel_id: this.channel_id, nonce, content: nonce },
      });
    };
    for (const nonce of this.#outbox) send(nonce);
    for (;;) {
      while (!is_over() && this.#outbox.length < under_way_max) send(this.#write());
      if (this.#outbox.length === 0) return;
      const first = await peer.nextFrame(({ re }) => asked.has(re));
      for (const frame of [first, ...peer.waiting.splice(0)]) {
        const nonce = asked.get(frame["re"]);
        if (nonce === undefined) continue; // an event
        this.#acknowledge(nonce, frame);
        onAcknowledged();
      }
    }
  }

  #write(): string {
    const nonce = `${this.author}:${++this.#written}`;
    this.#outbox.push(nonce);
    return nonce;
  }

  #acknowledge(nonce: string, reply: Frame): void {
    const answer = reply["ok"] as Acknowledged | undefined;
    if (!answer) throw new Error(`refused: ${JSON.stringify(reply)}`);
    const before = this.acknowledged.get(nonce);
    if (before && (before.id !== answer.id || before.seq !== answer.seq)) this.contradictions.push(nonce);
    this.acknowledged.set(nonce, { id: answer.id, seq: answer.seq });
    const index = this.#outbox.indexOf(nonce);
    if (index >= 0) this.#outbox.splice(index, 1);
    this.#begun.resolve();
  }
}
