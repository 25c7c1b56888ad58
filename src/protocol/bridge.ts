import { z } from "zod";

import { hosting_commands, type HostingMessage } from "./bridge-hosting.ts";
import { ChannelId, Nonce, Seq, TimeMs, UserId } from "./fields.ts";
import { FileInfo } from "./file.ts";
import { limits } from "./limits.ts";
import { MessageKind } from "./message.ts";
import type { NoticeReport } from "./notice.ts";
import { isChoice, preference_names, type Preferences } from "./preferences.ts";

/**
 * What the page and the process that shows it say to each other: the page sends commands, the host
 * sends messages. Both go in order, each as one JSON object; in the native window through two bound
 * functions, in a browser through a WebSocket on the loopback address. The page imports only types.
 */

export const ServerAddress = z.object({
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535),
  tls: z.boolean(),
});
export type ServerAddress = z.infer<typeof ServerAddress>;

/** SHA-256 of a certificate, as 32 upper-case pairs with colons. */
const Fingerprint = z.string().regex(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);

/** Numbers a connection within one page; the page chooses it, a larger one for each new dial. */
const Link = z.int().nonnegative();

/** Numbers the part of the page that is about one server; a notification comes back to the one that raised it. */
const Part = z.int().nonnegative();

/** Numbers a file that is saved, within one page. */
const Save = z.int().positive();

/** How this computer knows a server, whatever the server says of itself. */
export const Meeting = z.object({
  server: ServerAddress,
  /** Of a certificate that was accepted by hand; null where an authority vouches for the host, and without TLS. */
  certificate: Fingerprint.nullable(),
  /** Who is logged in there. */
  username: z.string().min(1).max(200),
});
export type Meeting = z.infer<typeof Meeting>;

/** Whose outbox: a server by the id it tells, which another could copy, a user there, and how both were met. */
export const Account = z.object({ server_id: z.string().min(1).max(200), user_id: UserId, met: Meeting });
export type Account = z.infer<typeof Account>;

/** An account on a server: one entry among several. What the server calls itself is null until it has been told once. */
const Whose = z.object({ server: ServerAddress, username: z.string().min(1).max(200) });
export const KnownServer = Whose.extend({ name: z.string().max(200).nullable() });
export type KnownServer = z.infer<typeof KnownServer>;

/** A message that was written and not yet acknowledged. */
export const OutboxMessage = z.object({
  /** Made before the first try and the same in all others. */
  nonce: Nonce,
  channel_id: ChannelId,
  /** What the channel was called when it was written: "#general". Null when an earlier version wrote it. */
  place: z.string().max(1_000).nullable().default(null),
  kind: MessageKind,
  /** Empty only with files. */
  content: z.string().max(20_000),
  reply_to_seq: Seq.nullable(),
  created_at_ms: TimeMs,
  /** Its files, which are on the server already. */
  attachments: z.array(FileInfo).max(limits.files_per_message_max).optional(),
  /** Why the server refused it, in words; null while it waits to be sent. */
  failure: z.string().nullable(),
});
export type OutboxMessage = z.infer<typeof OutboxMessage>;

/** "draft/12", "edit/12", "reply/12", "channel", "emoji". */
const KeptName = z.string().regex(/^[a-z]{1,20}(\/\d{1,15})?$/);

/** What lies beside the page until it is needed. */
const PagePart = z.enum(["emoji"]);
export type PageParts = Readonly<Record<z.infer<typeof PagePart>, string>>;

export const HostCommand = z.discriminatedUnion("type", [
  /** The page is there. The host answers with `started`, and again after a reload. */
  z.object({ type: z.literal("ready") }),
  /** Opens a connection. Answered by link.up, link.untrusted or link.down. `trust` is a fingerprint the person accepted. */
  z.object({ type: z.literal("dial"), link: Link, server: ServerAddress, trust: Fingerprint.optional() }),
  /** Closes a connection; nothing more comes of it. */
  z.object({ type: z.literal("hang_up"), link: Link }),
  /** Sends one protocol 2 frame. Dropped when the link is not up: the page hears of that by link.down. */
  z.object({ type: z.literal("send"), link: Link, frame: z.record(z.string(), z.unknown()) }),
  /**
   * What to fill in at the next start. A token is kept only in a place that no other user can read; null forgets it.
   * Without `stay` it is kept no longer than the page is there.
   */
  z.object({
    type: z.literal("remember"),
    server: ServerAddress,
    username: z.string(),
    token: z.string().nullable(),
    stay: z.boolean(),
  }),
  /** Forgets an account and its token, and with `unsent_too` what waits there to be sent and what was being written. The certificate stays known. */
  z.object({ type: z.literal("forget"), ...Whose.shape, unsent_too: z.boolean() }),
  /** The order of the servers, what they call themselves, and which of them is shown. One that is not known is left out, one left out comes last. */
  z.object({
    type: z.literal("arrange"),
    servers: z.array(KnownServer).max(1_000),
    shown: z.int().nonnegative().nullable(),
  }),
  /** Asks for what was written to an account and never acknowledged. Answered by `outbox.loaded`. */
  z.object({ type: z.literal("outbox.load"), account: Account }),
  /** Keeps a message, in place of an earlier one of the same nonce. Only of an account that was loaded. Answered by `outbox.kept`. */
  z.object({ type: z.literal("outbox.put"), account: Account, message: OutboxMessage }),
  /** Forgets a message that was acknowledged or given up. */
  z.object({ type: z.literal("outbox.drop"), account: Account, nonce: Nonce }),
  /** Asks for what the page keeps of an account between its starts: drafts, and what it got used to. Answered by `kept.loaded`. */
  z.object({ type: z.literal("kept.load"), account: Account }),
  /** Keeps a text under a name, in place of the one before; an empty one forgets it. */
  z.object({ type: z.literal("kept.put"), account: Account, name: KeptName, text: z.string().max(20_000) }),
  /**
   * The next part of a file that is saved among the person's downloads, under this name or one like it that is free.
   * Answered by save.told; the next part is sent after that.
   */
  z.object({
    type: z.literal("save.put"),
    save: Save,
    name: z.string().min(1).max(1_000),
    data: z.string().max(262_144),
    is_last: z.boolean(),
  }),
  /** Gives up a file that is being saved: nothing of it stays. */
  z.object({ type: z.literal("save.drop"), save: Save }),
  /** Shows a file that was saved, in its folder. */
  z.object({ type: z.literal("save.reveal"), save: Save }),
  /** Asks for a part of the page that does not come with it. Answered by `part.loaded`, where it can be had. */
  z.object({ type: z.literal("part.load"), part: PagePart }),
  /** Keeps one choice of how the person wants the page, for the next start. The others stay as they were kept. */
  z
    .object({ type: z.literal("prefer"), name: z.enum(preference_names), choice: z.string() })
    .refine(({ name, choice }) => isChoice(name, choice)),
  /**
   * Raises a desktop notification. `once` tells what it is about: of several pages of the same user on this computer
   * one raises it. Answered by `notify.told` only when it could not be shown.
   */
  z.object({
    type: z.literal("notify"),
    part: Part,
    title: z.string(),
    body: z.string(),
    channel_id: ChannelId,
    /** In the person's language: what goes there, and what many are told by, with # for how many. */
    words: z.object({ open: z.string().max(100), many: z.string().max(200) }).optional(),
    once: z.string().min(1).max(200).optional(),
  }),
  /** Raises one to see whether they come. Answered by `notify.told`. */
  z.object({ type: z.literal("notify.test"), part: Part, title: z.string(), body: z.string() }),
  /** Whether the person wants notifications, where the browser has to be asked for them. */
  z.object({ type: z.literal("notify.choose"), wanted: z.boolean() }),
  /** Opens a link outside. Only http, https and mailto; anything else is refused. */
  z.object({ type: z.literal("open_link"), url: z.string() }),
  ...hosting_commands,
  /** Sets the window's title. */
  z.object({ type: z.literal("set_title"), title: z.string() }),
  /** Closes the window and ends the process. */
  z.object({ type: z.literal("quit") }),
]);
export type HostCommand = z.infer<typeof HostCommand>;

/** Why a connection could not be made or was lost. */
export type LinkDownCode =
  | "refused" // nobody listens there
  | "unreachable" // no such host, no route, timed out, no agreement on TLS
  | "not_tls" // TLS was asked for, and a server that is not known to speak it answered with something else
  | "lost" // it was up, or about to be encrypted, and ended
  | "broken"; // the server sent what no server of ours sends

/** A server with an account, as it is at the start: `waiting` is what could not be sent there yet. */
export type RememberedServer = KnownServer & { token: string | null; waiting: OutboxMessage[] };

export interface SignIn {
  server: ServerAddress;
  username: string;
  token: string | null;
}

export type HostMessage =
  | {
      type: "started";
      /** web: in a browser with no program beside it, served by the server itself. */
      place: "window" | "browser" | "web";
      version: string;
      /** What the sign-in screen begins with: from the command line, else what was used last, else the defaults. */
      sign_in: SignIn;
      /** Whether nobody has used a server from here before, and none was asked for. */
      is_first?: boolean;
      /** What this user wrote there and could not send yet, to be shown while the server is away. */
      waiting: OutboxMessage[];
      /** All servers with an account, in the order of the person's choice; the page connects to those with a token. Empty in a page that a server serves. */
      servers: RememberedServer[];
      /** A chat:// link to go to, as it was given. */
      go_to: string | null;
      preferences: Preferences;
    }
  | {
      type: "link.up";
      link: number;
      /**
       * How the server proved itself; null without TLS. `accepted`: by the `trust` of this dial, pinned from now on.
       * `browser`: to the browser, which does not tell the fingerprint.
       */
      tls: { fingerprint: string; trust: "authority" | "pinned" | "accepted" | "browser" } | null;
    }
  | {
      /** No known authority signed the certificate and it is not the pinned one. The connection is closed; dial again with `trust` to accept it. */
      type: "link.untrusted";
      link: number;
      fingerprint: string;
      /** The one accepted before; null at the first meeting. */
      pinned: string | null;
    }
  | { type: "link.down"; link: number; code: LinkDownCode; message: string }
  /** Frames of protocol 2, checked against its declarations; events of unknown types are left out. */
  | { type: "link.frames"; link: number; frames: unknown[] }
  /** In the order written. What another page that is open keeps is not among them. What was meant for a server met differently has a failure. */
  | { type: "outbox.loaded"; account: Account; messages: OutboxMessage[] }
  /** On disk, also after a power cut, in the form that has this failure; or it cannot be, which a warning says. */
  | { type: "outbox.kept"; account: Account; nonce: string; failure: string | null }
  /** By name. Another page that is open may have kept some of them. */
  | { type: "kept.loaded"; account: Account; texts: Record<string, string> }
  /** A part has been written, or why it cannot be, in words. */
  | { type: "save.told"; save: number; problem: string | null }
  | { type: "part.loaded"; part: keyof PageParts; text: string }
  | { type: "notification.clicked"; part: number; channel_id: number }
  /** Another start of the program was to lead to this server: it belongs into this window. */
  | { type: "open"; sign_in: SignIn; go_to: string | null }
  | HostingMessage
  /**
   * How it stands with notifications in a browser that has to be asked for them. offered: not asked yet. off: the person
   * does not want them. blocked: the browser keeps them back. unavailable: it has none, or none for a page without TLS.
   */
  | { type: "notifying"; state: "offered" | "off" | "on" | "blocked" | "unavailable" }
  /** What became of the notification that was asked for as a test, or of another one that could not be shown. */
  | ({ type: "notify.told"; part: number; is_test: boolean } & NoticeReport)
  /** Something the person should know of. */
  | { type: "warning"; text: string };
