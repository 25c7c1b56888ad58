import type { Broadcast } from "../../domain/broadcast.ts";
import { describeFault } from "../../domain/fault.ts";
import { charsOf } from "../../domain/gathered.ts";
import type { Login } from "../../domain/session.ts";
import { limits } from "../../protocol/limits.ts";
import type { ClientV1 } from "./client.ts";
import { framesFor, looks_max, tellSome, type Untold } from "./crossings.ts";

/**
 * What one client is told later: what happens while a login or a join is answered, and what comes behind more than one turn of the
 * loop, or the client, has room for. It goes out in order and in portions, until none is left; in between others have their turn.
 */
export class Held {
  /** A login or a join is being answered: nothing is told before. */
  is_answering = false;
  /** Up to where crossings have been told. */
  told_mark: number;
  /** Up to where they are being told. */
  #telling_mark: number;
  /** What is left of that. */
  #untold: Untold | undefined;
  /** A number stands for the crossings up to that mark. */
  readonly #waiting: (Broadcast | number)[] = [];
  /** About how long what waits is as frames. */
  #waiting_chars = 0;
  /** How much was looked at since the last turn. */
  #looks = 0;
  #is_telling = false;
  #is_over = false;
  #all_told = Promise.resolve();

  constructor(
    private readonly client: ClientV1,
    private readonly tellEvents: (client: ClientV1, broadcast: Broadcast) => void,
  ) {
    this.told_mark = this.#telling_mark = client.trail.mark;
    client.trail.follow(this);
  }

  /** Of this broadcast, which came before all that is held, this is left to be told in later turns. */
  begin(broadcast: Broadcast, untold: Untold): void {
    const { trail } = this.client;
    trail.note(broadcast);
    const { steps } = trail.of(broadcast);
    this.told_mark = (steps[0]?.mark ?? 1) - 1;
    this.#telling_mark = steps.at(-1)?.mark ?? 0;
    this.#untold = untold;
    this.#looks = looks_max;
  }

  push(broadcast: Broadcast): void {
    const { line, trail } = this.client;
    if (broadcast.crossings.length === 0) {
      this.#waiting.push(broadcast);
      this.#waiting_chars += lengthOf(broadcast);
    } else {
      trail.note(broadcast);
      if (typeof this.#waiting.at(-1) === "number") this.#waiting.pop();
      this.#waiting.push(trail.mark);
    }
    const is_much =
      this.#waiting.length > limits.held_events_max || this.#waiting_chars > limits.outbox_bytes_max;
    if (is_much) line.close("slow_consumer");
  }

  /** Resolves when all is told, or something is being answered again, or the client has gone. Never rejects. */
  tell(): Promise<void> {
    if (!this.#is_telling) this.#all_told = this.#tellAll();
    return this.#all_told;
  }

  async #tellAll(): Promise<void> {
    const { context, session, line } = this.client;
    this.#is_telling = true;
    try {
      while (!this.#is_over && !this.is_answering) {
        if (session.login === undefined) this.#end();
        else if (!line.has_room) await line.room();
        else if (this.#looks >= looks_max) await this.#turn(session.login);
        else this.#tellNext();
      }
    } catch (error) {
      context.log.error("connection_failed", { remote: session.address, error: describeFault(error) });
      line.close("internal");
      this.#end();
    } finally {
      this.#is_telling = false;
    }
  }

  async #turn({ user_id }: Login): Promise<void> {
    await this.client.context.turns.next(user_id);
    this.#looks = 0;
  }

  #tellNext(): void {
    if (this.#untold !== undefined) return this.#tellSome(this.#untold);
    const next = this.#waiting.shift();
    if (next === undefined) return this.#end();
    this.#looks++;
    if (typeof next !== "number") {
      this.#waiting_chars -= lengthOf(next);
      return this.tellEvents(this.client, next);
    }
    this.#untold = framesFor(this.client, this.client.trail.between(this.told_mark, next));
    this.#telling_mark = next;
  }

  #tellSome(untold: Untold): void {
    const { looks, is_all } = tellSome(this.client, untold);
    this.#looks += looks;
    if (!is_all) return;
    this.#untold = undefined;
    this.told_mark = this.#telling_mark;
  }

  #end(): void {
    if (this.#is_over) return;
    this.#is_over = true;
    this.client.trail.leave(this);
    this.client.held = undefined;
  }
}

const lengthOf = ({ events }: Broadcast): number =>
  events.reduce((chars, event) => chars + charsOf(event), 0);
