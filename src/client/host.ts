import { HostCommand, type HostMessage, type PageParts } from "../protocol/bridge.ts";
import type { Downloads } from "./downloads.ts";
import { Links, type LinksParts } from "./links.ts";
import type { Log } from "./log.ts";
import type { Notification } from "./notification.ts";
import { Outbox, type OutboxFolder } from "./outbox.ts";
import type { Settings } from "./settings.ts";
import { signInFor, type Wish } from "./sign-in.ts";

export interface HostParts {
  place: "window" | "browser";
  version: string;
  wish: Wish;
  settings: Settings;
  outboxes: OutboxFolder;
  downloads: Downloads;
  page_parts: PageParts;
  log: Log;
  post(message: HostMessage): void;
  notify(notification: Notification): void;
  openLink(url: string): void;
  setTitle(title: string): void;
  /** Brings the page to the front, where the system allows it. */
  raise(): void;
  quit(): void;
  /** A page has begun: whatever waits was for the one before. */
  began?(): void;
  dial?: LinksParts["dial"];
}

/** What a page can make its host do. Knows neither window nor browser. */
export interface Host {
  /** Carries out one command of the page; one that breaks the contract is logged and dropped. */
  receive(command: unknown): void;
  /** Stops and restarts reading from the servers. */
  pause(): void;
  resume(): void;
  /** Ends all connections, lets go of the outbox; nothing more is posted. */
  close(): void;
}

type Command<Type extends HostCommand["type"]> = Extract<HostCommand, { type: Type }>;
type Rows = { [Type in HostCommand["type"]]: (command: Command<Type>) => void };

export function createHost(given: HostParts): Host {
  let is_closed = false;
  const post = (message: HostMessage) => {
    if (!is_closed) given.post(message);
  };
  const parts = { ...given, post };
  const { settings, log } = parts;
  const links = new Links({
    pins: settings,
    post,
    log,
    ...(parts.dial && { dial: parts.dial }),
  });
  const outbox = new Outbox(parts.outboxes);
  const rows = commandRows(parts, links, outbox);
  return {
    receive(value) {
      const command = HostCommand.safeParse(value);
      if (command.success) run(rows, command.data);
      else log.warn(`the page sent something else than a command (${problemOf(command.error)})`);
    },
    pause: () => links.pause(),
    resume: () => links.resume(),
    close() {
      is_closed = true;
      links.hangUpAll();
      outbox.close();
      void parts.downloads.close();
    },
  };
}

const commandRows = (parts: HostParts, links: Links, outbox: Outbox): Rows => ({
  ready() {
    links.hangUpAll();
    parts.began?.();
    const { place, version, wish, settings } = parts;
    const sign_in = signInFor(wish, settings);
    const { server, username, token } = sign_in;
    const waiting = token === null ? [] : outbox.waitingAt(server, username);
    parts.post({ type: "started", place, version, sign_in, waiting });
  },
  dial: ({ link, server, trust }) => links.dial(link, server, trust),
  hang_up: ({ link }) => links.hangUp(link),
  send: ({ link, frame }) => links.send(link, frame),
  remember: ({ server, username, token, stay }) =>
    parts.settings.remember({ server, username, token: stay ? token : null }),
  "outbox.load": ({ account }) =>
    parts.post({ type: "outbox.loaded", account, messages: outbox.load(account) }),
  "outbox.put": ({ account, message }) =>
    void outbox
      .put(account, message)
      .then(() => parts.post({ type: "outbox.kept", account, nonce: message.nonce })),
  "outbox.drop": ({ account, nonce }) => outbox.drop(account, nonce),
  "save.put": (command) => void savePart(parts, command),
  "save.drop": ({ save }) => void parts.downloads.drop(save),
  "save.reveal": ({ save }) => parts.downloads.reveal(save),
  "kept.load": ({ account }) =>
    parts.post({ type: "kept.loaded", account, texts: parts.settings.kept(account) }),
  "kept.put": ({ account, name, text }) => parts.settings.keep(account, name, text),
  "part.load": ({ part }) => parts.post({ type: "part.loaded", part, text: parts.page_parts[part] }),
  notify: ({ title, body, channel_id }) =>
    parts.notify({ title, body, clicked: () => clicked(parts, channel_id) }),
  "notify.choose": () => {}, // the system has been asked already
  open_link: ({ url }) => parts.openLink(url),
  set_title: ({ title }) => parts.setTitle(title),
  quit: () => parts.quit(),
});

async function savePart(
  { downloads, post }: HostParts,
  { save, name, data, is_last }: Command<"save.put">,
): Promise<void> {
  const part = Buffer.from(data, "base64");
  post({ type: "save.told", save, problem: await downloads.put(save, name, part, is_last) });
}

function clicked(parts: HostParts, channel_id: number): void {
  parts.raise();
  parts.post({ type: "notification.clicked", channel_id });
}

/** The row of a command takes a command of that very type: the table's type says so, row by row. */
function run<Type extends HostCommand["type"]>(rows: Rows, command: Command<Type>): void {
  const row: (command: Command<Type>) => void = rows[command.type as Type];
  row(command);
}

/** Which fields are wrong, without what stands in them. */
const problemOf = (error: { issues: { path: PropertyKey[] }[] }): string =>
  error.issues.map(({ path }) => path.map(String).join(".") || "its form").join(", ");
