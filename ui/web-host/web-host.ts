import type {
  HostCommand,
  HostMessage,
  LinkDownCode,
  PageParts,
  ServerAddress,
} from "../../src/protocol/bridge.ts";
import type { Preferences } from "../../src/protocol/preferences.ts";
import type { Bridge } from "../link/bridge.ts";
import { watchSpeaker } from "../link/speaker-lock.ts";
import type { Timers } from "../link/timers.ts";
import { KeptPreferences } from "./kept-preferences.ts";
import { Kept } from "./kept.ts";
import { Memory } from "./memory.ts";
import { Notifier } from "./notifier.ts";
import { OutboxDatabase } from "./outbox-database.ts";
import { safeLink } from "./safe-link.ts";
import { ServerSocket } from "./server-socket.ts";
import { Tab } from "./tab.ts";

type Command<Type extends HostCommand["type"]> = Extract<HostCommand, { type: Type }>;
type Rows = { [Type in HostCommand["type"]]: (command: Command<Type>) => void };

export interface WebHostParts {
  version: string;
  timers: Timers;
  /** Whether the page knows events of this type. */
  isKnown: (event_type: string) => boolean;
}

/** The page's host where there is none beside it: the browser itself, for a page that its server has served. */
export class WebHost implements Bridge {
  readonly #memory = new Memory(
    () => localStorage,
    () => sessionStorage,
  );
  readonly #kept = new Kept(this.#memory);
  readonly #preferences = new KeptPreferences(this.#memory);
  readonly #speaker = watchSpeaker(window);
  readonly #notifier: Notifier;
  readonly #outbox: OutboxDatabase;
  readonly #sockets = new Map<number, ServerSocket>();
  readonly #rows: Rows;
  /** The last thing that was asked of the outbox. */
  #outbox_work: Promise<void> = Promise.resolve();
  #has_warned = false;
  #receive: (message: HostMessage) => void = () => {};
  #ended: () => void = () => {};

  constructor(private readonly parts: WebHostParts) {
    const { timers } = parts;
    this.#outbox = new OutboxDatabase(indexedDB, new Tab(navigator.locks, timers.random), timers.now_ms());
    const browser = { api: window.Notification, is_secure: isSecureContext, timers };
    this.#notifier = new Notifier(browser, this.#memory, this.#speaker, (message) => this.#post(message));
    this.#rows = this.#makeRows();
  }

  /** How the person wants the page in this browser. */
  get preferences(): Preferences {
    return this.#preferences.read();
  }

  post<Type extends HostCommand["type"]>(command: Command<Type>): void {
    const row: (command: Command<Type>) => void = this.#rows[command.type as Type];
    row(command);
  }

  listen(receive: (message: HostMessage) => void, ended: () => void): void {
    this.#receive = receive;
    this.#ended = ended;
  }

  #makeRows(): Rows {
    return {
      ready: () => this.#work(() => this.#start()),
      dial: ({ link, server }) => this.#dial(link, server),
      hang_up: ({ link }) => this.#hangUp(link),
      send: ({ link, frame }) => this.#sockets.get(link)?.send(frame),
      remember: ({ username, token, stay }) => this.#memory.remember(username, token, stay),
      // Of one server: the one that served the page.
      forget: () => {},
      arrange: () => {},
      "outbox.load": (command) => this.#work(() => this.#loadOutbox(command)),
      "outbox.put": (command) => this.#work(() => this.#keep(command)),
      "outbox.drop": ({ account, nonce }) =>
        this.#work(() => this.#tried(this.#outbox.drop(account, nonce), undefined)),
      "kept.load": ({ account }) =>
        this.#post({ type: "kept.loaded", account, texts: this.#kept.load(account) }),
      "kept.put": ({ account, name, text }) => this.#kept.put(account, name, text),
      // A browser saves files itself: see saveFile.
      "save.put": () => {},
      "save.drop": () => {},
      "save.reveal": () => {},
      "part.load": ({ part }) => void this.#loadPart(part),
      prefer: ({ name, choice }) => this.#preferences.choose(name, choice),
      notify: (command) => this.#notifier.show(command),
      "notify.test": (command) => void this.#notifier.test(command),
      "notify.choose": ({ wanted }) => void this.#notifier.choose(wanted),
      open_link: ({ url }) => openOutside(url),
      set_title: () => {},
      quit: () => this.#ended(),
      ...no_program_rows,
    };
  }

  async #start(): Promise<void> {
    const remembered = this.#memory.recall();
    const waiting = await this.#tried(this.#outbox.waitingOf(remembered.username), []);
    const sign_in = { server: serverOf(location), ...remembered };
    const { preferences } = this;
    this.#post({ type: "notifying", state: this.#notifier.state });
    const alone = { servers: [], go_to: null };
    const { version } = this.parts;
    this.#post({ type: "started", place: "web", version, sign_in, waiting, preferences, ...alone });
  }

  #dial(link: number, server: ServerAddress): void {
    this.#hangUp(link);
    const url = `${server.tls ? "wss" : "ws"}://${location.host}/socket`;
    const listener = {
      // The browser has checked the certificate, or asked the person about it.
      up: () => this.#post({ type: "link.up", link, tls: server.tls ? browser_checked : null }),
      frames: (frames: unknown[]) => this.#post({ type: "link.frames", link, frames }),
      down: (code: LinkDownCode, message: string) => {
        this.#sockets.delete(link);
        this.#post({ type: "link.down", link, code, message });
      },
    };
    this.#sockets.set(link, new ServerSocket(url, this.parts.timers, listener, this.parts.isKnown));
  }

  #hangUp(link: number): void {
    this.#sockets.get(link)?.hangUp();
    this.#sockets.delete(link);
  }

  async #loadOutbox({ account }: Command<"outbox.load">): Promise<void> {
    const messages = await this.#tried(this.#outbox.load(account), []);
    this.#post({ type: "outbox.loaded", account, messages });
  }

  /** A browser that keeps nothing is no reason not to send. */
  async #keep({ account, message }: Command<"outbox.put">): Promise<void> {
    await this.#tried(this.#outbox.put(account, message), undefined);
    this.#post({ type: "outbox.kept", account, nonce: message.nonce, failure: message.failure });
  }

  async #loadPart(part: keyof PageParts): Promise<void> {
    try {
      const answer = await fetch(`/${part}.json`);
      if (answer.ok) this.#post({ type: "part.loaded", part, text: await answer.text() });
    } catch {
      // The server is away: the page asks again when it is back.
    }
  }

  /** One after the other, in the order asked for. */
  #work(work: () => Promise<void>): void {
    this.#outbox_work = this.#outbox_work.then(work).catch(reportError);
  }

  async #tried<T>(work: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.#warn();
      return otherwise;
    }
  }

  #warn(): void {
    if (this.#has_warned) return;
    this.#has_warned = true;
    const text = "This browser keeps nothing: what is not sent when you close the page is lost.";
    this.#post({ type: "warning", text });
  }

  #post(message: HostMessage): void {
    this.#receive(message);
  }
}

const nothing = () => {};

/** What only a program beside the page could do. */
const no_program_rows = {
  "discover.start": nothing,
  "discover.stop": nothing,
  "hosting.ask": nothing,
  "hosting.start": nothing,
  "hosting.stop": nothing,
  "hosting.reveal": nothing,
};

const browser_checked = { fingerprint: "", trust: "browser" } as const;

/** The server of a page is the one that served it. */
const serverOf = ({ hostname, port, protocol }: Location): ServerAddress => {
  const tls = protocol === "https:";
  return { host: hostname, port: port === "" ? (tls ? 443 : 80) : Number(port), tls };
};

function openOutside(url: string): void {
  const link = safeLink(url);
  if (link !== undefined) window.open(link, "_blank", "noopener,noreferrer");
}
