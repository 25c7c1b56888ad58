import { mkdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";

import { z } from "zod";

import { HeldLock } from "./held-lock.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import type { Wish } from "./sign-in.ts";

/** What another start of the program was asked to open; nothing: just the window. */
const HandedOver = z.object({
  target: z.object({ host: z.string().min(1).max(255), port: z.int().min(1).max(65_535) }).optional(),
  tls: z.boolean().optional(),
  link: z.string().max(1_000).optional(),
});
export type HandedOver = Pick<Wish, "target" | "tls" | "link">;

/** Where the first window of a profile listens for later starts; undefined where the system has no room for the name. */
export function instancePath(platform: string, config_folder: string): string | undefined {
  if (platform === "win32") return `\\\\.\\pipe\\chat-${Bun.hash(config_folder.toLowerCase()).toString(36)}`;
  const path = join(config_folder, "window", "socket");
  return Buffer.byteLength(path) <= socket_path_bytes_max ? path : undefined;
}

/** Of macOS, which has the least. */
const socket_path_bytes_max = 103;

/** Makes this the profile's first window, until it ends; undefined when there is one already. Throws what the file system throws. */
export const claimInstance = (config_folder: string): HeldLock | undefined =>
  HeldLock.take(join(config_folder, "window", "lock"));

/** Gives what was asked for to the first window, which may be just about to open. False when it does not answer. */
export async function handOver(path: string, wish: HandedOver): Promise<boolean> {
  const give_up_at_ms = performance.now() + clientLimits.hand_over_ms;
  const { target, tls, link } = wish;
  const line = `${JSON.stringify({ target, tls, link } satisfies HandedOver)}\n`;
  for (;;) {
    if (await told(path, line)) return true;
    if (performance.now() > give_up_at_ms) return false;
    await Bun.sleep(clientLimits.hand_over_look_ms);
  }
}

/** Whether somebody took the line. */
function told(path: string, line: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(path, () => socket.write(line));
  socket.setTimeout(clientLimits.hand_over_ms, () => socket.destroy());
  socket.on("data", () => {
    resolve(true);
    socket.destroy();
  });
  // Nobody there, or not yet: `close` follows.
  socket.on("error", () => {});
  socket.on("close", () => resolve(false));
  return promise;
}

/**
 * Listens for later starts of the program. Call only with the instance claimed: a socket that lies there is of a process
 * that is gone. Its folder lets nobody but the owner in.
 */
export function listenForOthers(path: string, log: Log, opened: (wish: HandedOver) => void): Server {
  if (!path.startsWith("\\\\")) {
    mkdirSync(join(path, ".."), { recursive: true, mode: 0o700 });
    rmSync(path, { force: true, recursive: true });
  }
  const server = createServer((socket) => receive(socket, opened));
  server.on("error", (error) =>
    log.warn(`another start of chat will not find this window (${error.message})`),
  );
  server.listen(path);
  return server;
}

function receive(socket: Socket, opened: (wish: HandedOver) => void): void {
  let text = "";
  socket.setEncoding("utf8");
  socket.setTimeout(clientLimits.hand_over_ms, () => socket.destroy());
  socket.on("error", () => {}); // it has gone: `close` follows
  socket.on("data", (chunk) => {
    text += String(chunk);
    const end = text.indexOf("\n");
    if (end < 0 && text.length <= clientLimits.hand_over_bytes_max) return;
    const wish = HandedOver.safeParse(end < 0 ? undefined : parseJson(text.slice(0, end)));
    if (!wish.success) return void socket.destroy();
    opened(wish.data);
    socket.end("ok\n");
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Refused like anything else of another form.
    return undefined;
  }
}
