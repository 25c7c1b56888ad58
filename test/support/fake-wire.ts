import { FrameDecoder } from "../../src/protocol/frame.ts";
import type { Wire } from "../../src/transport/wire.ts";

/** A socket of which a test says how many bytes it takes. */
export class FakeWire implements Wire {
  readonly taken: Uint8Array[] = [];
  /** Bytes it will still take. */
  room = Infinity;
  writes = 0;
  is_paused = false;
  is_ended = false;
  is_terminated = false;

  write(bytes: Uint8Array): number {
    this.writes++;
    const count = Math.min(this.room, bytes.length);
    this.room -= count;
    this.taken.push(bytes.slice(0, count));
    return count;
  }

  /** The frames that have gone out whole, parsed. */
  frames(): unknown[] {
    return [...new FrameDecoder().read(Buffer.concat(this.taken))];
  }

  pause(): void {
    this.is_paused = true;
  }

  resume(): void {
    this.is_paused = false;
  }

  end(): void {
    this.is_ended = true;
  }

  terminate(): void {
    this.is_terminated = true;
  }
}
