import type { Broadcast } from "../domain/broadcast.ts";
import type { Hearer, ReceiverGroup } from "../domain/session.ts";
import type { Connection } from "./connection.ts";
import type { Flusher } from "./flusher.ts";
import { lane_forms } from "./lanes.ts";
import type { SendToMany } from "./send.ts";

/**
 * Connections in the clear of one listener, told the same in one go: what all take goes straight to the sockets that have taken
 * everything before, without a look at any object of theirs. Each other one is told by itself.
 */
export class Together implements ReceiverGroup<Connection> {
  readonly #straight = forms_made.map((form) => new Straight(form));

  constructor(
    private readonly flusher: Flusher,
    private readonly sendToMany: SendToMany,
  ) {}

  together(connections: readonly Connection[]): Hearer {
    const lanes = Int32Array.from(connections, ({ outbox }) => outbox.lane);
    return { deliver: (broadcast, except) => this.#deliver(broadcast, { connections, lanes, except }) };
  }

  #deliver(broadcast: Broadcast, audience: Audience): void {
    // While turns are busy frames are joined.
    if (this.flusher.is_calm) return this.#sendStraight(broadcast, audience);
    const { connections, except = [] } = audience;
    for (const connection of connections) if (!except.includes(connection)) connection.deliver(broadcast);
  }

  /**
   * To many at once, and only then to each who has to be asked: that may end a connection, whose number is then another's, or send
   * something to one of whose frame only a part has gone.
   */
  #sendStraight(broadcast: Broadcast, audience: Audience): void {
    const told = this.#make(broadcast, audience);
    const rest = this.#gather(broadcast, audience, told);
    for (const straight of this.#straight) this.#send(straight, broadcast, audience);
    for (const at of rest) audience.connections[at]?.deliver(broadcast);
  }

  /** Who comes first of a form is told by itself, and makes it for all. Returns who they are. */
  #make(broadcast: Broadcast, { connections, lanes, except = [] }: Audience): number[] {
    const told: number[] = [];
    for (const { form, number } of this.#straight) {
      if (broadcast.made(form) !== undefined) continue;
      const { fds, forms } = this.flusher.lanes;
      const isOne = (lane: number, at: number) =>
        (fds[lane] ?? -1) >= 0 && forms[lane] === number && !isIn(except, connections[at]);
      const first = lanes.findIndex(isOne);
      if (first < 0) continue;
      told.push(first);
      connections[first]?.deliver(broadcast);
    }
    return told;
  }

  /** Returns those who are told by themselves. */
  #gather(broadcast: Broadcast, audience: Audience, told: readonly number[]): number[] {
    const { connections, lanes, except = [] } = audience;
    const { fds, forms } = this.flusher.lanes;
    const rest: number[] = [];
    const by_form: (Straight | undefined)[] = [];
    for (const straight of this.#straight) {
      straight.empty(lanes.length);
      if (broadcast.made(straight.form) !== undefined) by_form[straight.number] = straight;
    }
    for (let at = 0; at < lanes.length; at++) {
      if (told.includes(at) || (except.length > 0 && isIn(except, connections[at]))) continue;
      const lane = lanes[at] ?? 0;
      const fd = fds[lane] ?? -1;
      const straight = fd < 0 ? undefined : by_form[forms[lane] ?? 0];
      if (straight === undefined) rest.push(at);
      else straight.add(at, fd);
    }
    return rest;
  }

  #send(straight: Straight, broadcast: Broadcast, { connections, lanes }: Audience): void {
    const bytes = broadcast.made(straight.form);
    if (bytes === undefined || straight.count === 0) return;
    const { lanes: all_lanes, turn } = this.flusher;
    const { which, fds, sent, count } = straight;
    this.sendToMany(fds, count, bytes, sent);
    let [frames, connections_first] = [0, 0];
    for (let each = 0; each < count; each++) {
      const at = which[each] ?? 0;
      const taken = sent[each] ?? 0;
      if (taken < bytes.length) connections[at]?.tookPart(bytes, Math.max(0, taken));
      else {
        frames++;
        if (all_lanes.count(lanes[at] ?? 0, turn) === 1) connections_first++;
      }
    }
    if (frames > 0) this.flusher.note(frames, connections_first);
  }
}

/** Connections with their lanes; some of them may not be told. */
interface Audience {
  connections: readonly Connection[];
  lanes: Int32Array;
  except: readonly Hearer[] | undefined;
}

const isIn = (some: readonly Hearer[], one: Hearer | undefined): boolean =>
  one !== undefined && some.includes(one);

const forms_made = ["frames", "translated"] as const;

/** Those who are sent the same form in this moment: which of the connections, their numbers of the system, what each took. */
class Straight {
  readonly number: number;
  which = new Int32Array(0);
  fds = new Int32Array(0);
  sent = new Int32Array(0);
  count = 0;

  constructor(readonly form: (typeof forms_made)[number]) {
    this.number = lane_forms[form];
  }

  /** Makes room for so many. */
  empty(count_max: number): void {
    this.count = 0;
    if (count_max <= this.fds.length) return;
    this.which = new Int32Array(count_max * 2);
    this.fds = new Int32Array(count_max * 2);
    this.sent = new Int32Array(count_max * 2);
  }

  add(at: number, fd: number): void {
    this.which[this.count] = at;
    this.fds[this.count++] = fd;
  }
}
