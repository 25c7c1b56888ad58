/** What is known of the event loop, by who works in it. */
export interface Loop {
  /** Work begins in this turn of the loop: how long the turn takes is what all others wait. */
  working(): void;
}
