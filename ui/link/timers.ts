/** The clock, timers and chance of the page, handed in so that tests can rule them. */
export interface Timers {
  now_ms(): number;
  /** Runs once after delay_ms unless the returned function is called before. */
  after(delay_ms: number, run: () => void): Cancel;
  /** 0 included to 1 excluded. */
  random(): number;
}

export type Cancel = () => void;

export const browserTimers: Timers = {
  now_ms: () => Date.now(),
  after(delay_ms, run) {
    const timer = setTimeout(run, delay_ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
