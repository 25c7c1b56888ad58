import ipaddr from "ipaddr.js";

import type { AddressKey } from "../domain/ports/admission.ts";

type Address = ReturnType<typeof ipaddr.process>;

/** Addresses that begin with the same bits. */
export type AddressRange = [address: Address, bits: number];

/** One address, or a range such as 10.0.0.0/8 or 2001:db8::/32. Undefined when the text is neither. */
export function parseRange(text: string): AddressRange | undefined {
  const [address_text = "", bits_text, ...rest] = text.trim().split("/");
  const address = parseAddress(address_text);
  if (!address || rest.length > 0) return undefined;
  const bits_max = address.kind() === "ipv4" ? 32 : 128;
  if (bits_text === undefined) return [address, bits_max];
  if (!/^\d{1,3}$/.test(bits_text)) return undefined;
  // An IPv4 range in IPv6 words counts its bits from the front of the longer address.
  const bits = Number(bits_text) - (isMapped(address_text) ? 96 : 0);
  return bits >= 0 && bits <= bits_max ? [address, bits] : undefined;
}

/** What an address counts as, see AddressKey. Without `limit_loopback` this computer's own are exempt. */
export function createAddressKey({
  exempt,
  limit_loopback,
}: {
  exempt: readonly AddressRange[];
  limit_loopback: boolean;
}): AddressKey {
  return (text) => {
    const address = parseAddress(text);
    if (!address) return text; // no address of a network: counted as it is
    if (!limit_loopback && address.range() === "loopback") return undefined;
    if (exempt.some((range) => isIn(address, range))) return undefined;
    return address.kind() === "ipv4" ? address.toString() : networkOf(address);
  };
}

/** An IPv4 address that comes in IPv6 words (::ffff:10.0.0.1) is that IPv4 address. */
function parseAddress(text: string): Address | undefined {
  const [plain = ""] = text.split("%"); // what follows names an interface of this machine
  const is_address = ipaddr.IPv4.isValidFourPartDecimal(plain) || ipaddr.IPv6.isValid(plain);
  return is_address ? ipaddr.process(plain) : undefined;
}

const isMapped = (text: string): boolean => text.includes(":") && parseAddress(text)?.kind() === "ipv4";

const isIn = (address: Address, [network, bits]: AddressRange): boolean =>
  address.kind() === network.kind() && address.match(network, bits);

/** One customer has a /64 of IPv6, so all of it counts as one. */
const networkOf = (address: Address): string => {
  const bytes = address.toByteArray().slice(0, 8);
  return new ipaddr.IPv6([...bytes, 0, 0, 0, 0, 0, 0, 0, 0]).toString() + "/64";
};
