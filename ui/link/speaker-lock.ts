const name = "chat-speaker";

/** This tab's, which is taken whenever one looks at the tab. */
export function watchSpeaker(window: Window): SpeakerLock {
  const speaker = new SpeakerLock(window.navigator.locks);
  window.addEventListener("focus", () => speaker.take());
  if (window.document.hasFocus()) speaker.take();
  return speaker;
}

/** Which of several tabs speaks for all: the one that was used last, and when it is gone another one. */
export class SpeakerLock {
  /** The request whose lock this tab has; one that was taken away after that changes nothing. */
  #held: object | undefined;
  #is_queued = false;

  /** Without locks each tab speaks for itself. */
  constructor(private readonly locks: LockManager | undefined) {
    this.#queue();
  }

  get is_held(): boolean {
    return this.#held !== undefined || this.locks === undefined;
  }

  /** To be called when this tab is looked at. */
  take(): void {
    if (this.#held === undefined) this.#request({ steal: true });
  }

  #queue(): void {
    if (this.#is_queued) return;
    this.#is_queued = true;
    this.#request({}, () => {
      this.#is_queued = false;
    });
  }

  #request(options: LockOptions, granted = () => {}): void {
    const request = {};
    this.locks
      ?.request(name, options, () => {
        granted();
        this.#held = request;
        return new Promise(() => {});
      })
      .catch(() => {
        // It was taken: this tab waits until whoever has it now is gone.
        if (this.#held === request) this.#held = undefined;
        this.#queue();
      });
  }
}
