import { pageFor } from "../../src/client/browser-headers.ts";
import type { FoundServer, Hosting } from "../../src/protocol/bridge-hosting.ts";
import type { HostCommand, HostMessage, LinkDownCode } from "../../src/protocol/bridge.ts";
import { type Preferences, readPreferences, withChoice } from "../../src/protocol/preferences.ts";
import type { ChatEvent, RequestName } from "../../src/protocol/registry.ts";
import { PageOutbox } from "./page-outbox.ts";
import type { PageServer } from "./page-server.ts";

type Started = Extract<HostMessage, { type: "started" }>;

export interface PageHostOptions {
  sign_in?: Partial<Started["sign_in"]>;
  /** What an earlier page could not send. */
  waiting?: Started["waiting"];
  /** All that are known with an account. */
  servers?: Started["servers"];
  go_to?: string;
  /** Servers beside the first one, by port. */
  others?: Readonly<Record<number, PageServer>>;
  /** As which kind of host it plays; a browser's when left out. */
  place?: Started["place"];
  /** Whether no server was used before. */
  is_first?: true;
  /** What is on the local network. */
  nearby?: FoundServer[];
  /** How the person's own server stands after each command about it. */
  hosting?: (command: HostCommand) => Hosting | undefined;
  preferences?: Partial<Preferences>;
  /** With what an earlier page left in it. */
  outbox?: PageOutbox;
  /** What becomes of a dial; up when left out. Undefined: no answer. */
  dial?: (command: Extract<HostCommand, { type: "dial" }>) => DialOutcome | undefined;
}

export type DialOutcome =
  | { type: "up" }
  | { type: "down"; code: LinkDownCode }
  | { type: "untrusted"; fingerprint: string; pinned: string | null };

/** Plays the client program for a page in a browser: serves it, and speaks the bridge over a WebSocket. */
export class PageHost {
  readonly commands: HostCommand[] = [];
  dial: NonNullable<PageHostOptions["dial"]>;
  readonly outbox: PageOutbox;
  readonly #server: Bun.Server<undefined>;
  #socket: Bun.ServerWebSocket<undefined> | undefined;
  readonly #links = new Map<number, PageServer>();
  /** Of each server beside the first one. */
  readonly #outboxes = new Map<number, PageOutbox>();
  readonly #held = new Map<RequestName, (() => void)[]>();
  #waiters: { wanted: (command: HostCommand) => boolean; resolve: (command: HostCommand) => void }[] = [];

  #preferences: Preferences;

  constructor(
    html: string,
    readonly chat: PageServer,
    private readonly options: PageHostOptions = {},
  ) {
    this.outbox = options.outbox ?? new PageOutbox();
    this.#preferences = readPreferences(options.preferences);
    this.dial = options.dial ?? (() => ({ type: "up" }));
    for (const one of [chat, ...Object.values(options.others ?? {})])
      one.tell = (event) => this.tell(event, one);
    this.#server = Bun.serve<undefined>({
      hostname: "127.0.0.1",
      port: 0,
      fetch: (request, server) => {
        if (new URL(request.url).pathname !== "/bridge")
          return new Response(pageFor(html, this.#server.port ?? 0), {
            headers: { "content-type": "text/html; charset=utf-8" },
          });
        return server.upgrade(request, { data: undefined }) ? undefined : new Response("no", { status: 400 });
      },
      websocket: {
        open: (socket) => {
          this.#socket = socket;
        },
        message: (_, text) => this.#receive(JSON.parse(String(text)) as HostCommand),
      },
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}/`;
  }

  /** Keeps back the answers to requests of a type until the returned function is called. */
  hold(type: RequestName): () => void {
    const held: (() => void)[] = [];
    this.#held.set(type, held);
    return () => {
      this.#held.delete(type);
      for (const answer of held) answer();
    };
  }

  /** An event of a chat server. */
  tell(event: ChatEvent, chat = this.chat): void {
    this.send({ type: "link.frames", link: this.#linkTo(chat), frames: [event] });
  }

  send(...messages: HostMessage[]): void {
    this.#socket?.send(JSON.stringify(messages));
  }

  /** Loses the connection to a chat server. */
  lose(code: LinkDownCode = "lost", chat = this.chat): void {
    const link = this.#linkTo(chat);
    this.#links.delete(link);
    this.send({ type: "link.down", link, code, message: code });
  }

  /** The first command of this type that has come or comes, and that `fits`. */
  command<T extends HostCommand["type"]>(
    type: T,
    fits: (command: Extract<HostCommand, { type: T }>) => boolean = () => true,
  ): Promise<Extract<HostCommand, { type: T }>> {
    const wanted = (command: HostCommand): command is Extract<HostCommand, { type: T }> =>
      command.type === type && fits(command as Extract<HostCommand, { type: T }>);
    const found = this.commands.find(wanted);
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      this.#waiters.push({ wanted, resolve: resolve as (command: HostCommand) => void });
    });
  }

  /** The client program ends. */
  async stop(): Promise<void> {
    this.#socket?.close();
    await this.#server.stop(true);
  }

  #receive(command: HostCommand): void {
    this.commands.push(command);
    const served = this.#waiters.filter(({ wanted }) => wanted(command));
    this.#waiters = this.#waiters.filter((waiter) => !served.includes(waiter));
    for (const { resolve } of served) resolve(command);
    if (command.type === "ready") this.send(this.#started());
    if (command.type === "discover.start")
      this.send({ type: "discover.found", servers: this.options.nearby ?? [], problem: null });
    const hosting = this.options.hosting?.(command);
    if (hosting !== undefined) this.send({ type: "hosting", hosting });
    const answer = this.#outboxFor(command).receive(command);
    if (answer !== undefined) this.send(answer);
    if (command.type === "prefer")
      this.#preferences = readPreferences(withChoice(this.#preferences, command.name, command.choice));
    if (command.type === "dial") this.#dialed(command);
    if (command.type === "hang_up") this.#links.delete(command.link);
    const chat = command.type === "send" ? this.#links.get(command.link) : undefined;
    if (command.type !== "send" || chat === undefined) return;
    const held = this.#held.get(command.frame["type"] as RequestName);
    if (held === undefined) this.#answer(chat, command);
    else held.push(() => this.#answer(chat, command));
  }

  #answer(chat: PageServer, { link, frame }: Extract<HostCommand, { type: "send" }>): void {
    const reply = chat.answer(frame);
    if (reply !== undefined) this.send({ type: "link.frames", link, frames: [reply] });
  }

  /** The last that was dialled. */
  #linkTo(chat: PageServer): number {
    return [...this.#links].findLast(([, one]) => one === chat)?.[0] ?? 0;
  }

  #outboxFor(command: HostCommand): PageOutbox {
    const port = "account" in command ? command.account.met.server.port : 0;
    if (this.options.others?.[port] === undefined) return this.outbox;
    const outbox = this.#outboxes.get(port) ?? new PageOutbox();
    this.#outboxes.set(port, outbox);
    return outbox;
  }

  #dialed(command: Extract<HostCommand, { type: "dial" }>): void {
    const outcome = this.dial(command);
    const { link, server, trust } = command;
    if (outcome?.type === "up") {
      this.#links.set(link, this.options.others?.[server.port] ?? this.chat);
      const proof = trust === undefined ? "pinned" : "accepted";
      const tls = server.tls ? ({ fingerprint: trust ?? "", trust: proof } as const) : null;
      this.send({ type: "link.up", link, tls });
    }
    if (outcome?.type === "down")
      this.send({ type: "link.down", link, code: outcome.code, message: outcome.code });
    if (outcome?.type === "untrusted") this.send({ ...outcome, type: "link.untrusted", link });
  }

  #started(): Started {
    const server = { host: "127.0.0.1", port: 5050, tls: true };
    const sign_in = { server, username: "", token: null, ...this.options.sign_in };
    const { waiting = [], servers = [], go_to = null, place = "browser" } = this.options;
    const preferences = this.#preferences;
    return {
      type: "started",
      place,
      version: "0.1.0",
      ...(this.options.is_first && { is_first: true }),
      sign_in,
      waiting,
      servers,
      go_to,
      preferences,
    };
  }
}
