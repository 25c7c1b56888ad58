import type { FoundServer, Hosting } from "../../src/protocol/bridge-hosting.ts";
import type { HostMessage, KnownServer, OutboxMessage, ServerAddress } from "../../src/protocol/bridge.ts";
import type { Channel } from "../../src/protocol/channel.ts";
import type { Member, User } from "../../src/protocol/fields.ts";
import type { Message } from "../../src/protocol/message.ts";
import type { EventBody } from "../../src/protocol/registry.ts";
import type { DeviceSession } from "../../src/protocol/session.ts";
import type { PackedEmoji } from "../text/emoji.ts";
import { type DialogName, type MessageDialog, nothing_open, type SettingsSection } from "./dialogs.ts";
import type { ChosenFile, Saving } from "./files.ts";
import type { Notice } from "./notice.ts";
import type { ToldNotices } from "./notices.ts";
import type { PersonCard } from "./person-card.ts";
import type { Place } from "./places.ts";
import type { Profiles } from "./profiles.ts";
import type { Search } from "./search.ts";
import { folded_at_first, type SectionName } from "./sections.ts";
import { empty_sign_in, type SignIn, type TrustQuestion } from "./sign-in.ts";
import type { Snack } from "./snack.ts";
import type { Typing } from "./typing.ts";

/** Everything the page shows, as plain data. Only `commit` writes it; reducers say what changes. */
export interface State {
  /** starting: nothing heard yet. gone: the client program has ended. */
  host: "starting" | "there" | "gone";
  place: "window" | "browser" | "web";
  /** How it stands with notifications; null where the system raises them without being asked. */
  notifying: Extract<HostMessage, { type: "notifying" }>["state"] | null;
  told_notices: ToldNotices;
  version: string;
  screen: "welcome" | "sign_in" | "connecting" | "chat";
  sign_in: SignIn;
  /** The server that the person runs on this computer; null until it has been told. */
  hosting: Hosting | null;
  /** What announces itself on the local network, while it is looked for; null until something was told. */
  nearby: { servers: readonly FoundServer[]; problem: string | null } | null;
  /** Whose place among the servers of the window this is; null where nobody has ever signed in. */
  account: KnownServer | null;
  trust: TrustQuestion | null;
  connection: Connection;
  server: ServerInfo | null;
  me: User | null;
  channels: ReadonlyMap<number, Channel>;
  /** Of channels whose messages have been loaded. */
  timelines: ReadonlyMap<number, Timeline>;
  /** A channel whose messages could not be loaded, to say so where they would be. */
  unloadable_channel_id: number | null;
  /** The open channel when its members could not be loaded. */
  unloadable_members_id: number | null;
  /** Of public channels whose members have been loaded, in order of name. */
  members: ReadonlyMap<number, readonly Member[]>;
  /** What people want to be called, and their pictures: for showing anybody, this and not what came with them. */
  profiles: Profiles;
  /** Written here and not yet acknowledged by the server, in the order written. */
  outbox: readonly Pending[];
  /** What an earlier page wrote and could not send, as long as nobody is logged in. */
  left_waiting: readonly OutboxMessage[];
  /** Text not yet sent, by channel. */
  drafts: ReadonlyMap<number, string>;
  /** All there are; null until they have been loaded. */
  emoji: PackedEmoji | null;
  /** Chosen last, the newest first. */
  recent_emoji: readonly string[];
  /** 0 for none, 1 to 5 from light to dark. */
  skin_tone: number;
  composer_error: string | null;
  /** What the server takes at most as one file; null when it takes none. */
  file_bytes_max: number | null;
  /** Files that go with the next message of a channel. */
  chosen_files: ReadonlyMap<number, readonly ChosenFile[]>;
  /** Files that are or were saved on this computer. */
  saving: ReadonlyMap<number, Saving>;
  /** The picture that is open over everything. */
  picture_id: number | null;
  /** What is written next in a channel answers this message of it. */
  replies: ReadonlyMap<number, { seq: number; username: string }>;
  /** One's own message whose text is being changed. */
  editing_id: number | null;
  /** What one has made so far of texts of one's own, by message. */
  edit_texts: ReadonlyMap<number, string>;
  message_dialog: MessageDialog | null;
  /** The list of what is pinned, when it is open; null messages while they are loaded, or when that failed. */
  pins: { channel_id: number; messages: readonly Message[] | null; failed?: true } | null;
  /** The search panel, when it is open. */
  search: Search | null;
  /** Where the list of messages is to go; `id` tells two jumps to one message apart. */
  jump: { seq: number; id: number } | null;
  /** Answers in the open channel that one left for what they answer, by seq: the last is where one goes back to. */
  came_from: readonly number[];
  /** Hidden texts that one has uncovered. */
  uncovered: ReadonlySet<string>;
  open_channel_id: number | null;
  /** The one that was open when the page before this one ended. */
  last_channel_id: number | null;
  /** Channels one has opened, the last one first. */
  visited: readonly number[];
  /** Where one was in channels that were left, by channel; none where that was the end. */
  places: ReadonlyMap<number, Place>;
  /** The "new messages" line in the open channel stands after this seq. */
  new_line_seq: number | null;
  /** Whether the open channel's list shows its end. */
  at_end: boolean;
  /** Whether the page is visible and has the focus. */
  attentive: boolean;
  members_shown: boolean;
  /** Whether the page is as narrow as a phone: the side panels are drawers. */
  narrow: boolean;
  /** Whether the drawer with the channels is open. */
  sidebar_shown: boolean;
  dialog: DialogName | null;
  /** Whether it is asked if the window may close; over what else is open, which stays. */
  closing: boolean;
  /** The part of the settings that is open, or was last. */
  settings_section: SettingsSection;
  person_card: PersonCard | null;
  /** How one chose to show to others. */
  presence: Presence;
  /** Whether nobody has used this device for a while. */
  idle: boolean;
  typing: Typing;
  /** One's devices, once they have been asked for. */
  sessions: readonly DeviceSession[] | null;
  /** The open channel was marked as unread by hand: it stays so until one leaves it or scrolls. */
  kept_unread: boolean;
  /** Sections of the sidebar of which only what has news is shown. */
  folded: ReadonlySet<SectionName>;
  /** The newest public channel of those that one has looked through; 0 for none, null until it is known. */
  browsed_id: number | null;
  /** The channel that a dialog about a channel is about; null for the open one. */
  dialog_channel_id: number | null;
  /** A short sentence for something that belongs nowhere else; `id` tells two alike apart. */
  snack: Snack | null;
  /** Messages of one's own that will be deleted unless one thinks better of it. */
  deleting: ReadonlySet<number>;
  /** The start of the present day in local time: "Today" depends on it. */
  today_ms: number;
}

export type Presence = EventBody<"presence.chosen">;

export type Connection =
  { stage: "up" } | { stage: "dialing" } | { stage: "waiting"; retry_at_ms: number; why: string };

export interface ServerInfo {
  id: string;
  name: string;
  address: ServerAddress;
  /** How the server proved itself; null without TLS. */
  proof: "authority" | "pinned" | "accepted" | "browser" | null;
}

export interface Timeline {
  /** Oldest first, by seq, without holes. */
  messages: readonly Message[];
  /** Every change of the channel up to this one is in the messages held. */
  rev: number;
  has_older: boolean;
  loading_older: boolean;
  /** Whether newer messages are left out: what comes live is not added before those are loaded. */
  has_newer: boolean;
  loading_newer: boolean;
  /** After a catch-up from far behind: the seq of the newest message held before. What lies between is not loaded yet. */
  gap_after_seq: number | null;
  /** Messages not held that replies answer, by seq; null for one that is not to be had. */
  originals: ReadonlyMap<number, Message | null>;
  /** Joins and leaves seen since the channel was opened, or while it was not. */
  notices: readonly Notice[];
}

export interface Pending extends OutboxMessage {
  /** Whether the client program has it on disk. It is not sent before. */
  kept: boolean;
  /** How often the server could not take it just then. */
  tries: number;
  /** Its files, as long as not all of them are on the server. It is not sent before. */
  uploads?: readonly ChosenFile[];
}

export const initialState = (today_ms: number): State => ({
  host: "starting",
  place: "browser",
  notifying: null,
  told_notices: { test: null, lost: null },
  version: "",
  screen: "sign_in",
  sign_in: empty_sign_in,
  hosting: null,
  nearby: null,
  account: null,
  ...signedOut(),
  trust: null,
  attentive: false,
  idle: false,
  members_shown: true,
  narrow: false,
  sidebar_shown: false,
  snack: null,
  emoji: null,
  today_ms,
});

/** What is forgotten when one signs out. */
export const signedOut = () =>
  ({
    connection: { stage: "dialing" },
    server: null,
    me: null,
    channels: new Map(),
    timelines: new Map(),
    unloadable_channel_id: null,
    unloadable_members_id: null,
    members: new Map(),
    profiles: new Map(),
    outbox: [],
    left_waiting: [],
    drafts: new Map(),
    recent_emoji: [],
    skin_tone: 0,
    composer_error: null,
    file_bytes_max: null,
    chosen_files: new Map(),
    saving: new Map(),
    replies: new Map(),
    editing_id: null,
    edit_texts: new Map(),
    deleting: new Set(),
    pins: null,
    search: null,
    jump: null,
    came_from: [],
    uncovered: new Set(),
    open_channel_id: null,
    last_channel_id: null,
    visited: [],
    places: new Map(),
    new_line_seq: null,
    at_end: true,
    ...nothing_open,
    settings_section: "appearance",
    presence: { status: "online", status_text: "" },
    typing: new Map(),
    sessions: null,
    kept_unread: false,
    folded: folded_at_first,
    browsed_id: null,
    dialog_channel_id: null,
  }) satisfies Partial<State>;
