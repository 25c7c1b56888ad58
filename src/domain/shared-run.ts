/**
 * Work that is done once for all who ask. Who asks while it is under way gets one more run after it, together with all
 * who do so meanwhile: what is under way may have passed by what they mean.
 */
export class SharedRun {
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(private readonly work: () => Promise<void>) {}

  /** Settles as a run does that begins now or later. The same promise for all who share it. */
  ask(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#running) return this.#run();
    this.#next = this.#running.catch(() => undefined).then(() => this.#run());
    return this.#next;
  }

  #run(): Promise<void> {
    this.#next = undefined;
    this.#running = this.work().finally(() => (this.#running = undefined));
    return this.#running;
  }
}
