import type { Job } from "./write.ts";

/** More than this many writes in one turn are spread over several commits, so that the loop is not held up for long. */
const writes_per_commit_max = 1_000;

/** What many are told of one commit comes to them in one moment, and must be a part of what may wait for a reader. */
const told_bytes_max = 327_680;

/** Who hears of a commit answers it. After one of more than this many writes the next waits for theirs, and is a larger one. */
const many_writes = 64;

/** So many turns of the event loop more than others wait: in the last, a busy loop reads what the first made others send. */
const more_turns_max = 2;

/** And no longer than this when the turns take long. */
const more_ms_max = 15;

/** Which writes share a commit: those of one turn, or of some more when there was much just before, as long as they are not too many. */
export class Gathering {
  #is_worth_more = false;

  /** Takes what the next commit has from what waits: one write at least. */
  take(waiting: Job[]): Job[] {
    let [count, bytes] = [0, 0];
    for (const { told_bytes } of waiting) {
      bytes += told_bytes;
      if (count === writes_per_commit_max || (count > 0 && bytes > told_bytes_max)) break;
      count++;
    }
    return waiting.splice(0, count);
  }

  /** So many writes were committed together. `is_all`: no more of them had waited. */
  committed(writes: number, is_all: boolean): void {
    this.#is_worth_more = is_all && writes > many_writes;
  }

  /** Calls `work` in another turn. */
  whenWorthIt(work: () => void): void {
    if (this.#is_worth_more) setImmediate(afterTurns, more_turns_max, performance.now() + more_ms_max, work);
    else setImmediate(work);
  }
}

/** After so many turns more, or in the first one after this moment of performance.now(). */
function afterTurns(turns: number, until_ms: number, work: () => void): void {
  if (turns === 0 || performance.now() > until_ms) work();
  else setImmediate(afterTurns, turns - 1, until_ms, work);
}
