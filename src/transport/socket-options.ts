import { dlopen } from "bun:ffi";

/** How a listener is to treat the sockets that it accepts from here on. */
export interface SocketOptions {
  /** How many may have connected and not been accepted yet; the system has a limit of its own (net.core.somaxconn). */
  waiting_max: number;
  /** How many bytes the system takes for a peer beyond those that are on their way to it. */
  unsent_bytes_max: number;
}

/**
 * Asks the system for what Bun does not ask for. Of those who connect at once all but 512 would find nobody, and try
 * again after a second, three, seven. And for who reads nothing the system would take megabytes: memory that nobody
 * counts, and nobody here could tell that they are behind. False where the system cannot be asked: this is for Linux.
 */
export function setSocketOptions(listener_fd: number, options: SocketOptions): boolean {
  try {
    const { symbols } = dlopen("libc.so.6", {
      listen: { args: ["i32", "i32"], returns: "i32" },
      setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
    } as const);
    const bytes = new Int32Array([options.unsent_bytes_max]);
    const is_limited = symbols.setsockopt(listener_fd, tcp, notsent_lowat, bytes, bytes.byteLength) === 0;
    return symbols.listen(listener_fd, options.waiting_max) === 0 && is_limited;
  } catch {
    return false;
  }
}

/** IPPROTO_TCP and TCP_NOTSENT_LOWAT, on every architecture of Linux that there is a build for. */
const tcp = 6;
const notsent_lowat = 25;
