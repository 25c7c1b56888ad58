import type { Wire, WireListener } from "../../src/client/wire.ts";

/** A wire whose other end is the test. Takes `takes` bytes at most until told to drain. */
export class FakeWire implements Wire {
  readonly written: Uint8Array[] = [];
  takes = Number.POSITIVE_INFINITY;
  is_paused = false;
  is_closed = false;
  listener: WireListener | undefined;

  write(bytes: Uint8Array): number {
    const taken = Math.min(this.takes, bytes.length);
    this.takes -= taken;
    this.written.push(bytes.slice(0, taken));
    return taken;
  }

  get bytes(): Buffer {
    return Buffer.concat(this.written);
  }

  drain(takes: number): void {
    this.takes = takes;
    this.listener?.drained();
  }

  pause(): void {
    this.is_paused = true;
  }

  resume(): void {
    this.is_paused = false;
  }

  close(): void {
    this.is_closed = true;
  }

  listen(listener: WireListener): void {
    this.listener = listener;
  }
}
