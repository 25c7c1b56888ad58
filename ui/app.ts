import type { ServerAddress } from "../src/protocol/bridge.ts";
import type { Arranger } from "./actions/arranger.ts";
import type { Deletions } from "./actions/deletions.ts";
import type { FileLoader } from "./actions/file-loader.ts";
import type { IdleWatch } from "./actions/idle-watch.ts";
import type { KeptTexts } from "./actions/kept-texts.ts";
import type { OutboxDisk } from "./actions/outbox-disk.ts";
import type { OutboxSender } from "./actions/outbox-sender.ts";
import type { TrustDesk } from "./actions/trust-desk.ts";
import type { TypingSender } from "./actions/typing-sender.ts";
import type { Uploader } from "./actions/uploader.ts";
import type { HostPort } from "./link/bridge.ts";
import type { Keeper } from "./link/keeper.ts";
import type { Link } from "./link/link.ts";
import type { Timers } from "./link/timers.ts";
import type { Servers } from "./servers.ts";
import type { State } from "./state/state.ts";
import type { Store } from "./state/store.ts";
import type { LinkPlace } from "./text/chat-link.ts";

/** The parts that actions work with; main.ts makes them, components hand them on. */
export interface App {
  /** All servers of the window; this is about one of them. */
  readonly servers: Servers;
  /** Tells them apart. */
  readonly part: number;
  readonly store: Store;
  readonly bridge: HostPort;
  readonly link: Link;
  readonly keeper: Keeper;
  readonly timers: Timers;
  readonly outbox: OutboxSender;
  readonly outbox_disk: OutboxDisk;
  readonly kept: KeptTexts;
  readonly arranger: Arranger;
  readonly deletions: Deletions;
  readonly trust: TrustDesk;
  readonly idle_watch: IdleWatch;
  readonly typing: TypingSender;
  readonly uploader: Uploader;
  readonly loader: FileLoader;
  /** Parts of files that are being written by the host, by the number of the file. */
  readonly saves: Map<number, { resolve(): void; reject(error: Error): void }>;
  /** Channels whose missing messages are being fetched just now. */
  readonly catching_up: Set<number>;
  /** Channels whose composer's text is being worked on: a second Enter does not send it twice. */
  readonly submitting: Set<number>;
  /** Messages whose new text is on its way: likewise. */
  readonly saving: Set<number>;
  /** What was typed when a session ended without the person's doing, and whose it is. */
  kept_drafts: { whose: string; drafts: State["drafts"] } | undefined;
  /** Grows with every try to sign in and every cancel, so that an earlier try knows it is over. */
  sign_in_try: number;
  /** Of the session that is kept connected, or was until one chose to sign in in another way. */
  token: string | null;
  /** Where to go as soon as one is there. */
  go_to: { place: LinkPlace; at: ServerAddress } | undefined;
}
