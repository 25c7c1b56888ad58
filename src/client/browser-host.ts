import type { Server, ServerWebSocket } from "bun";

import type { HostMessage } from "../protocol/bridge.ts";
import { BrowserAccess } from "./browser-access.ts";
import { noticeHeaders, pageFor, pageHeaders } from "./browser-headers.ts";
import type { Host, HostParts } from "./host.ts";
import { clientLimits } from "./limits.ts";

/** What a tab's host is made with, but for what only the tab itself knows. */
export type TabParts = Pick<HostParts, "post" | "quit" | "raise" | "setTitle">;

export interface BrowserHostOptions {
  page_html: string;
  createHost(parts: TabParts): Host;
  /** How long no tab may be there before it is taken to be over; undefined means it never is. */
  tabs_gone_ms?: number | undefined;
}

interface Tab {
  host: Host;
  is_paused: boolean;
}

type Socket = ServerWebSocket<Tab | undefined>;

const frame_bytes_max = 2_097_152;

/**
 * Shows the page in a browser: serves it on the loopback address to whoever follows a link once, and is
 * the host of each of that browser's tabs over a WebSocket.
 */
export class BrowserHost {
  readonly access: BrowserAccess;
  readonly #server: Server<Tab | undefined>;
  readonly #tabs = new Set<Socket>();
  readonly #over = Promise.withResolvers<void>();
  /** Resolves when the hosts of all tabs that are gone have ended. */
  #ended: Promise<unknown> = Promise.resolve();
  #gone_timer: Timer | undefined;

  constructor(readonly options: BrowserHostOptions) {
    this.#server = Bun.serve<Tab | undefined>({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request) => this.#answer(request),
      error: () => notice(500, "The program had a fault."),
      websocket: {
        maxPayloadLength: frame_bytes_max,
        idleTimeout: 0, // a tab may sleep for hours; a closed one is seen by its closed socket
        open: (socket) => this.#opened(socket),
        message: (socket, text) => receive(socket, text),
        drain: (socket) => drained(socket),
        close: (socket) => this.#closed(socket),
      },
    });
    this.access = new BrowserAccess(this.#server.port ?? 0);
  }

  /** Comes when a page has asked to quit, or all tabs have been gone for long. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** Ends every tab's connections and stops serving. Resolves when the hosts of all tabs have ended. */
  async close(): Promise<void> {
    for (const socket of this.#tabs) {
      this.#end(socket);
      socket.close(1001, "chat has ended");
    }
    clearTimeout(this.#gone_timer);
    void this.#server.stop(true);
    await this.#ended;
  }

  #answer(request: Request): Response | undefined {
    if (!this.access.isAddressed(request)) return notice(403, "This is not an address of chat.");
    if (request.method !== "GET") return notice(405, "Only GET.");
    const { pathname } = new URL(request.url);
    const [, secret] = /^\/open\/(.*)$/.exec(pathname) ?? [];
    if (secret !== undefined) return this.#open(request, secret);
    if (pathname === "/bridge") return this.#upgrade(request);
    if (pathname !== "/") return notice(404, "There is nothing here.");
    if (!this.access.isKnown(request)) return notice(403, link_words);
    const page_html = pageFor(this.options.page_html, this.access.port);
    return new Response(page_html, { headers: pageHeaders(page_html, this.access.port) });
  }

  #open(request: Request, secret: string): Response {
    if (request.headers.get("sec-purpose")?.includes("prefetch")) return notice(403, link_words);
    const cookie = this.access.isKnown(request) ? null : this.access.redeem(secret);
    if (cookie === undefined) return notice(403, link_words);
    const headers = new Headers({ ...noticeHeaders(), Location: "/" });
    if (cookie !== null) headers.set("Set-Cookie", cookie);
    return new Response(null, { status: 303, headers });
  }

  #upgrade(request: Request): Response | undefined {
    if (!this.access.isKnown(request) || !this.access.isFromPage(request)) return notice(403, link_words);
    if (this.#tabs.size >= clientLimits.tabs_max) return notice(503, "Too many tabs are open.");
    if (this.#server.upgrade(request, { data: undefined })) return undefined;
    return notice(426, "This address is for the page's own use.");
  }

  #opened(socket: Socket): void {
    clearTimeout(this.#gone_timer);
    this.#tabs.add(socket);
    const host = this.options.createHost({
      post: (message) => post(socket, message),
      quit: () => this.#over.resolve(),
      // A page can neither be brought to the front nor renamed from outside: it does that itself.
      raise: () => {},
      setTitle: () => {},
    });
    socket.data = { host, is_paused: false };
  }

  #end(socket: Socket): void {
    if (!this.#tabs.delete(socket)) return;
    this.#ended = Promise.all([this.#ended, socket.data?.host.close()]);
  }

  #closed(socket: Socket): void {
    this.#end(socket);
    const { tabs_gone_ms } = this.options;
    if (this.#tabs.size > 0 || tabs_gone_ms === undefined) return;
    clearTimeout(this.#gone_timer);
    this.#gone_timer = setTimeout(() => this.#over.resolve(), tabs_gone_ms);
  }
}

const link_words =
  "This link works once, in the browser that opened it first. Start chat again to get a new one.";

function post(socket: Socket, message: HostMessage): void {
  socket.send(JSON.stringify([message]));
  const { data } = socket;
  if (!data || data.is_paused || socket.getBufferedAmount() <= clientLimits.waiting_bytes_pause) return;
  data.is_paused = true;
  data.host.pause();
}

function drained(socket: Socket): void {
  const { data } = socket;
  if (!data?.is_paused || socket.getBufferedAmount() > clientLimits.waiting_bytes_resume) return;
  data.is_paused = false;
  data.host.resume();
}

function receive(socket: Socket, text: string | Buffer): void {
  socket.data?.host.receive(typeof text === "string" ? parsed(text) : undefined);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The host refuses undefined, as it does any other thing that is no command.
    return undefined;
  }
}

/** A few words on a page of their own. The text is ours, never a visitor's. */
function notice(status: number, text: string): Response {
  const style =
    "font:16px/1.5 system-ui;margin:20vh auto;max-width:36em;padding:0 1em;color-scheme:light dark";
  return new Response(
    `<!doctype html><meta charset="utf-8"><title>chat</title><p style="${style}">${text}</p>`,
    {
      status,
      headers: noticeHeaders(),
    },
  );
}
