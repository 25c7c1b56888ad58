import type { AddressKey } from "../domain/ports/admission.ts";
import { type AddressRange, createAddressKey, parseRange } from "../system/address-ranges.ts";
import { UsageError } from "./option.ts";

/** How the limits per address are set. */
export interface AddressOptions {
  connections_max: number;
  connections_per_minute: number;
  registrations_per_hour: number;
  /** Ranges as they were written. */
  exempt: readonly string[];
  limit_loopback: boolean;
}

/** Throws UsageError for what is no range. */
export function readAddressKey({ exempt, limit_loopback }: AddressOptions): AddressKey {
  return createAddressKey({ exempt: exempt.map(readRange), limit_loopback });
}

function readRange(text: string): AddressRange {
  const range = parseRange(text);
  if (range) return range;
  throw new UsageError(`--exempt must be an address or a range such as 10.0.0.0/8, not "${text}".`);
}
