import {
  type Account,
  HostCommand,
  type HostMessage,
  type Meeting,
  type PageParts,
  type SignIn,
} from "../protocol/bridge.ts";
import type { NoticeReport } from "../protocol/notice.ts";
import { dial, type Dialed, type DialOptions } from "./dial.ts";
import type { Downloads } from "./downloads.ts";
import { DiscoveryRows, type HostingRows, hostingRows, resumeHosting } from "./host-rows.ts";
import type { Hosting } from "./hosting.ts";
import { isSameAccount } from "./known-servers.ts";
import { Links, type LinksParts } from "./links.ts";
import type { Log } from "./log.ts";
import { isSameMeeting } from "./met.ts";
import type { NoticeClaims } from "./notice-claims.ts";
import type { Notification } from "./notification.ts";
import type { OutboxFolder } from "./outbox.ts";
import { Outboxes } from "./outboxes.ts";
import type { Settings } from "./settings.ts";
import { isFirst, signInFor, type Wish } from "./sign-in.ts";
import { unkeptTeller } from "./unkept.ts";

export interface HostParts {
  place: "window" | "browser";
  version: string;
  wish: Wish;
  settings: Settings;
  outboxes: OutboxFolder;
  downloads: Downloads;
  hosting: Hosting;
  page_parts: PageParts;
  log: Log;
  post(message: HostMessage): void;
  notices: Notices;
  /** Which of several pages raises what all of them could. */
  claims: Pick<NoticeClaims, "take">;
  openLink(url: string): void;
  setTitle(title: string): void;
  /** Brings the page to the front, where the system allows it. */
  raise(): void;
  quit(): void;
  /** A page has begun: whatever waits was for the one before. */
  began?(): void;
  dial?: LinksParts["dial"];
  /** Shows a file of this computer in its folder. */
  reveal(path: string): void;
}

/** Raises notifications and tells what became of them. */
interface Notices {
  show(notification: Notification): Promise<NoticeReport | undefined>;
  test(notification: Notification): Promise<NoticeReport>;
}

/** What a page can make its host do. Knows neither window nor browser. */
export interface Host {
  /** Carries out one command of the page; one that breaks the contract is logged and dropped. */
  receive(command: unknown): void;
  /** Another start of the program was to lead there. */
  open(wish: Wish): void;
  /** Stops and restarts reading from the servers. */
  pause(): void;
  resume(): void;
  /** Ends all connections, lets go of the outbox; nothing more is posted. Resolves once nothing is left of files that were being saved. */
  close(): Promise<void>;
}

type Command<Type extends HostCommand["type"]> = Extract<HostCommand, { type: Type }>;
type Rows = { [Type in HostCommand["type"]]: (command: Command<Type>) => void };

export function createHost(given: HostParts): Host {
  let is_closed = false;
  const post = (message: HostMessage) => {
    if (is_closed) return;
    given.post(message);
    tellUnkept();
  };
  const parts = { ...given, post };
  const { settings, log } = parts;
  const links = new Links({ pins: settings, post, log, dial: dialWith(parts) });
  const outboxes = new Outboxes(parts.outboxes, (met, account) => isOfAnother(settings, met, account));
  const tellUnkept = unkeptTeller([settings, outboxes], given.post);
  const discovery = new DiscoveryRows(post);
  let is_begun = false;
  let early: Wish | undefined;
  const begun = () => {
    is_begun = true;
    if (early !== undefined) post(openWith(early, settings));
    early = undefined;
  };
  const rows = {
    ...commandRows(parts, links, outboxes, begun),
    ...discovery.rows,
    ...hostingRows(parts),
  };
  return {
    receive(value) {
      const command = HostCommand.safeParse(value);
      if (!command.success)
        return log.warn(`the page sent something else than a command (${problemOf(command.error)})`);
      run(rows, command.data);
      tellUnkept();
    },
    open(wish) {
      // A page that has not begun yet would not hear it.
      if (is_begun) post(openWith(wish, settings));
      else early = wish;
    },
    pause: () => links.pause(),
    resume: () => links.resume(),
    async close() {
      is_closed = true;
      links.hangUpAll();
      discovery.stop();
      outboxes.close();
      await parts.downloads.dropAll();
    },
  };
}

/** Dials a server where it is now. */
const dialWith =
  ({ hosting, dial: dialThere = dial }: Pick<HostParts, "hosting" | "dial">) =>
  async (options: DialOptions): Promise<Dialed> =>
    dialThere({ ...options, server: await hosting.reached(options.server) });

/** Whether this was written to another server that the person has. */
const isOfAnother = (settings: Settings, met: Meeting, account: Account): boolean =>
  !isSameMeeting(met, account.met) &&
  !isSameAccount(met, account.met) &&
  settings.accounts().some((known) => isSameAccount(known, met));

type OwnRows = Omit<Rows, keyof DiscoveryRows["rows"] | keyof HostingRows>;

const openWith = (wish: Wish, settings: Settings): HostMessage => ({
  type: "open",
  sign_in: signInFor(wish, settings),
  go_to: wish.link ?? null,
});

const commandRows = (parts: HostParts, links: Links, outboxes: Outboxes, begun: () => void): OwnRows => ({
  ready() {
    links.hangUpAll();
    void parts.downloads.dropAll();
    parts.began?.();
    parts.post(startedWith(parts, outboxes));
    begun();
    resumeHosting(parts);
  },
  dial: ({ link, server, trust }) => links.dial(link, server, trust),
  hang_up: ({ link }) => links.hangUp(link),
  send: ({ link, frame }) => links.send(link, frame),
  remember: ({ server, username, token, stay }) =>
    // Who is logged out, perhaps of a server in the background, does not decide where the next start begins.
    parts.settings.remember({ server, username, token: stay ? token : null, is_shown: token !== null }),
  forget({ server, username, unsent_too }) {
    parts.settings.forget(server, username);
    if (!unsent_too) return;
    parts.settings.forgetKept(server, username);
    outboxes.forget(server, username);
  },
  arrange: ({ servers, shown }) =>
    parts.settings.arrange(servers, shown === null ? undefined : servers[shown]),
  "outbox.load": ({ account }) =>
    parts.post({ type: "outbox.loaded", account, messages: outboxes.load(account) }),
  "outbox.put": ({ account, message }) =>
    void outboxes
      .put(account, message)
      .then(() =>
        parts.post({ type: "outbox.kept", account, nonce: message.nonce, failure: message.failure }),
      ),
  "outbox.drop": ({ account, nonce }) => outboxes.drop(account, nonce),
  "save.put": (command) => void savePart(parts, command),
  "save.drop": ({ save }) => void parts.downloads.drop(save),
  "save.reveal": ({ save }) => parts.downloads.reveal(save),
  "kept.load": ({ account }) =>
    parts.post({ type: "kept.loaded", account, texts: parts.settings.kept(account) }),
  "kept.put": ({ account, name, text }) => parts.settings.keep(account, name, text),
  "part.load": ({ part }) => parts.post({ type: "part.loaded", part, text: parts.page_parts[part] }),
  prefer: ({ name, choice }) => parts.settings.prefer(name, choice),
  notify: (command) => void notify(parts, command),
  "notify.test": (command) => void testNotices(parts, command),
  "notify.choose": () => {}, // the system has been asked already
  open_link: ({ url }) => parts.openLink(url),
  set_title: ({ title }) => parts.setTitle(title),
  quit: () => parts.quit(),
});

function startedWith(
  { place, version, wish, settings }: HostParts,
  outboxes: Outboxes,
): Extract<HostMessage, { type: "started" }> {
  const sign_in = signInFor(wish, settings);
  const waitingFor = ({ server, username, token }: SignIn) =>
    token === null ? [] : outboxes.waitingAt(server, username);
  const servers = settings.accounts().map((known) => {
    const token = settings.token(known.server, known.username);
    return { ...known, token, waiting: waitingFor({ ...known, token }) };
  });
  const waiting = waitingFor(sign_in);
  // A page that is loaded anew is not led there again.
  const go_to = wish.link ?? null;
  wish.link = undefined;
  const first = isFirst(wish, settings) && ({ is_first: true } as const);
  const preferences = settings.preferences();
  return { type: "started", place, version, sign_in, ...first, waiting, servers, go_to, preferences };
}

async function savePart(
  { downloads, post }: HostParts,
  { save, name, data, is_last }: Command<"save.put">,
): Promise<void> {
  const part = Buffer.from(data, "base64");
  post({ type: "save.told", save, problem: await downloads.put(save, name, part, is_last) });
}

async function notify(
  { notices, claims, raise, post }: HostParts,
  { part, title, body, words, channel_id, once }: Command<"notify">,
): Promise<void> {
  if (once !== undefined && !claims.take(once)) return;
  const clicked = () => {
    raise();
    post({ type: "notification.clicked", part, channel_id });
  };
  const report = await notices.show({ title, body, words, clicked });
  if (report !== undefined && report.outcome !== "shown")
    post({ type: "notify.told", part, is_test: false, ...report });
}

async function testNotices(
  { notices, raise, post }: HostParts,
  { part, title, body }: Command<"notify.test">,
): Promise<void> {
  const report = await notices.test({ title, body, clicked: raise });
  post({ type: "notify.told", part, is_test: true, ...report });
}

/** The row of a command takes a command of that very type: the table's type says so, row by row. */
function run<Type extends HostCommand["type"]>(rows: Rows, command: Command<Type>): void {
  const row: (command: Command<Type>) => void = rows[command.type as Type];
  row(command);
}

/** Which fields are wrong, without what stands in them. */
const problemOf = (error: { issues: { path: PropertyKey[] }[] }): string =>
  error.issues.map(({ path }) => path.map(String).join(".") || "its form").join(", ");
