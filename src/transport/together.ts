import type { Broadcast } from "../domain/broadcast.ts";
import type { Hearer, ReceiverGroup } from "../domain/session.ts";
import type { Connection } from "./connection.ts";
import type { Flusher } from "./flusher.ts";
import { lane_forms } from "./lanes.ts";
import type { Send } from "./send.ts";

/**
 * Connections in the clear of one listener, told the same in one go: what all take goes straight to the sockets that have taken
 * everything before, without a look at any object of theirs. Each other one is told by itself.
 */
export class Together implements ReceiverGroup<Connection> {
  constructor(
    private readonly flusher: Flusher,
    private readonly sendNow: Send,
  ) {}

  together(connections: readonly Connection[]): Hearer {
    const lanes = Int32Array.from(connections, ({ outbox }) => outbox.lane);
    return { deliver: (broadcast) => this.#deliver(broadcast, connections, lanes) };
  }

  #deliver(broadcast: Broadcast, connections: readonly Connection[], lanes: Int32Array): void {
    // While turns are busy frames are joined, and what passes is left out where something waits.
    const may_go_straight = this.flusher.is_calm && !broadcast.is_passing;
    if (may_go_straight) this.#sendStraight(broadcast, connections, lanes);
    else for (const connection of connections) connection.deliver(broadcast);
  }

  #sendStraight(broadcast: Broadcast, connections: readonly Connection[], lanes: Int32Array): void {
    const { fds, forms, turns } = this.flusher.lanes;
    const { turn } = this.flusher;
    /** What was made of it, by the form. Who comes first is told by itself, and makes it. */
    const made: (Uint8Array | undefined)[] = [];
    let frames = 0;
    let connections_first = 0;
    for (let at = 0; at < lanes.length; at++) {
      const lane = lanes[at] ?? 0;
      const fd = fds[lane] ?? -1;
      const bytes = fd < 0 ? undefined : made[forms[lane] ?? 0];
      if (bytes === undefined) {
        connections[at]?.deliver(broadcast);
        for (const form of forms_made) made[lane_forms[form]] ??= broadcast.made(form);
        continue;
      }
      const sent = this.sendNow(fd, bytes);
      if (sent < bytes.length) connections[at]?.deliver(broadcast, Math.max(0, sent));
      else {
        frames++;
        if (turns[lane] !== turn) connections_first++;
        turns[lane] = turn;
      }
    }
    if (frames > 0) this.flusher.note(frames, connections_first);
  }
}

const forms_made = ["frames", "translated"] as const;
