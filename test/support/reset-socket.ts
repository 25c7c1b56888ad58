import { dlopen, ptr } from "bun:ffi";

/** Connects to a port of 127.0.0.1, says something and resets the connection, before anything else happens in this thread. */
export function sayAndReset(port: number, bytes: Uint8Array): void {
  const to = new Uint8Array(address_bytes);
  to.set([af_inet, 0, port >> 8, port & 255, 127, 0, 0, 1]);
  const fd = system.socket(af_inet, sock_stream, 0);
  if (system.connect(fd, ptr(to), address_bytes) !== 0) throw new Error("not connected");
  if (Number(system.send(fd, ptr(bytes), bytes.length, 0)) !== bytes.length) throw new Error("not sent");
  system.setsockopt(fd, sol_socket, so_linger, ptr(new Int32Array([1, 0])), 8); // closing takes 0 s: a reset
  system.close(fd);
}

const [af_inet, sock_stream, sol_socket, so_linger, address_bytes] = [2, 1, 1, 13, 16];

const { symbols: system } = dlopen("libc.so.6", {
  socket: { args: ["i32", "i32", "i32"], returns: "i32" },
  connect: { args: ["i32", "ptr", "u32"], returns: "i32" },
  send: { args: ["i32", "ptr", "u64", "i32"], returns: "i64" },
  setsockopt: { args: ["i32", "i32", "i32", "ptr", "u32"], returns: "i32" },
  close: { args: ["i32"], returns: "i32" },
});
