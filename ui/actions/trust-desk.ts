import type { TrustQuestion } from "../state/sign-in.ts";
import type { Store } from "../state/store.ts";

/** Asks the person whether to trust a certificate. One question at a time; a new one answers the old with no. */
export class TrustDesk {
  #answer: ((trusted: boolean) => void) | undefined;

  constructor(private readonly store: Store) {}

  ask(question: TrustQuestion): Promise<boolean> {
    this.answer(false);
    this.store.commit({ trust: question });
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  answer(trusted: boolean): void {
    const answer = this.#answer;
    this.#answer = undefined;
    this.store.commit({ trust: null });
    answer?.(trusted);
  }
}
