const bytes_min = 8_192;

/** Parts that took longer are made smaller, so that what is said meanwhile does not wait behind them for long. */
const slow_ms = 400;
const quick_ms = 120;

/** How much of a file to ask for or send at once: as much as goes there and back in a moment. */
export class PartSize {
  bytes = 32_768;

  constructor(private readonly bytes_max: number) {}

  note(took_ms: number): void {
    if (took_ms > slow_ms) this.bytes = Math.max(bytes_min, this.bytes / 2);
    else if (took_ms < quick_ms) this.bytes = Math.min(this.bytes_max, this.bytes * 2);
  }
}
