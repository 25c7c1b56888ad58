/**
 * Who may connect, by address. Every listener asks it, whatever it speaks: `enter` when a connection is
 * accepted, `leave` once for each that was admitted, when it has gone.
 */
export interface Admission {
  /** 0: admitted and counted. Otherwise refused, and how many milliseconds to wait before the next try. */
  enter(address: string): number;
  leave(address: string): void;
  /** Takes one request for the page, or for what lies around it. 0, or how many milliseconds to wait before the next. */
  takeRequest(address: string): number;
}

/**
 * What an address counts as: itself, or its network for IPv6, where one customer has many. Undefined: it is
 * exempt from limits. Addresses come as the system writes them.
 */
export type AddressKey = (address: string) => string | undefined;
