import { addressText } from "../../src/client/address.ts";
import type { Pins } from "../../src/client/trust.ts";
import type { ServerAddress } from "../../src/protocol/bridge.ts";

/** Pins that live as long as the test. */
export class MemoryPins implements Pins {
  readonly kept = new Map<string, string>();

  pinned(server: ServerAddress): string | undefined {
    return this.kept.get(addressText(server));
  }

  hasSpokenTls(server: ServerAddress): boolean {
    return this.pinned(server) !== undefined;
  }

  pin(server: ServerAddress, fingerprint: string): void {
    this.kept.set(addressText(server), fingerprint);
  }
}
