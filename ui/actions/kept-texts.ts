import { effect } from "@preact/signals";

import type { Account, HostMessage } from "../../src/protocol/bridge.ts";
import type { HostPort } from "../link/bridge.ts";
import type { Timers } from "../link/timers.ts";
import { editedInVain, withoutEdits } from "../state/edits.ts";
import { folded_at_first, section_names } from "../state/sections.ts";
import type { State } from "../state/state.ts";
import type { Store } from "../state/store.ts";
import { isSameMeeting } from "../text/same-account.ts";

/** How long a change may wait for the next one. */
const moment_ms = 300;
/** The same for where one is, which changes all the time while one scrolls. */
const scroll_moment_ms = 2_000;

/**
 * Has the client program keep what outlives the page: the draft of each channel and what it answers, texts that are half changed, where one is in it, the channel that is open, the channels one has looked through, and the emoji one uses. Each change
 * is kept a moment later, at once when the page is left, or a draft or a change has gone.
 */
export class KeptTexts {
  #account: Account | undefined;
  #is_loaded = false;
  /** What the program has, by name. */
  #kept = new Map<string, string>();
  /** Delays after which it is kept anyhow. */
  readonly #due = new Set<number>();

  constructor(
    private readonly store: Store,
    private readonly bridge: HostPort,
    private readonly timers: Timers,
  ) {
    const { drafts, replies, places, open_channel_id, recent_emoji, skin_tone, folded, browsed_id } =
      store.view;
    effect(() => {
      void [folded.value, browsed_id.value, store.view.edit_texts.value];
      void [drafts.value, replies.value, open_channel_id.value, recent_emoji.value, skin_tone.value];
      this.#changed(moment_ms);
    });
    effect(() => {
      if (store.view.edit_texts.value.size > 0) this.#forgetDeleted();
    });
    effect(() => {
      void places.value;
      this.#changed(scroll_moment_ms);
    });
  }

  /** Brings back what was kept, unless this page has it. */
  load(account: Account): void {
    if (isSameMeeting(account, this.#account)) return;
    this.letGo();
    this.#account = account;
    this.bridge.post({ type: "kept.load", account });
  }

  receive({ account, texts }: Extract<HostMessage, { type: "kept.loaded" }>): void {
    if (!isSameMeeting(account, this.#account)) return;
    this.#kept = new Map(Object.entries(texts));
    this.#is_loaded = true;
    this.store.commit(withTexts(this.store.state, texts));
  }

  /** Keeps what has changed and is not kept yet. To be called when the page may end. */
  flush(): void {
    const account = this.#account;
    if (account === undefined || !this.#is_loaded) return;
    const now = textsOf(this.store.state);
    for (const name of new Set([...this.#kept.keys(), ...now.keys()])) {
      const text = now.get(name) ?? "";
      if (text !== (this.#kept.get(name) ?? "")) this.bridge.post({ type: "kept.put", account, name, text });
    }
    this.#kept = now;
  }

  /** Who leaves by themself leaves no drafts behind, nor half a change. */
  forgetDrafts(): void {
    this.store.commit({ drafts: new Map(), replies: new Map(), edit_texts: new Map() });
    this.flush();
  }

  /** From here on nothing is kept or forgotten: what the program has stays for the next login. */
  letGo(): void {
    this.flush();
    this.#account = undefined;
    this.#is_loaded = false;
    this.#kept = new Map();
  }

  /** Of a message that was deleted while nobody told of it, as one sees it from its page of history. */
  #forgetDeleted(): void {
    const { timelines, edit_texts } = this.store.view;
    const ids = editedInVain(timelines.value, edit_texts.value);
    if (ids.length > 0) this.store.commit(withoutEdits(this.store.state, ids));
  }

  #changed(delay_ms: number): void {
    const written = writtenIn(this.store.state);
    const is_gone = (name: string) => {
      const [kind = "", id] = name.split("/");
      return written[kind]?.has(Number(id)) === false;
    };
    // What was sent or saved must not come back as a draft.
    if ([...this.#kept.keys()].some(is_gone)) return this.flush();
    if (this.#due.has(delay_ms)) return;
    this.#due.add(delay_ms);
    this.timers.after(delay_ms, () => {
      this.#due.delete(delay_ms);
      this.flush();
    });
  }
}

/** What one has written and not sent or saved, by the kind in its name. */
const writtenIn = ({ drafts, edit_texts }: State): Readonly<Record<string, State["drafts"]>> => ({
  draft: drafts,
  edit: edit_texts,
});

const reply = "reply/";
const place = "place/";

function textsOf(state: State): Map<string, string> {
  const { replies, places, open_channel_id, last_channel_id, recent_emoji, skin_tone } = state;
  const texts = new Map<string, string>();
  // Kept before its text: a program that is killed in between leaves no text that nobody sees.
  if (state.edit_texts.has(state.editing_id ?? 0)) texts.set("editing", `${state.editing_id}`);
  for (const [kind, held] of Object.entries(writtenIn(state)))
    for (const [id, text] of held) texts.set(`${kind}/${id}`, text);
  for (const [channel_id, { seq, username }] of replies)
    texts.set(`${reply}${channel_id}`, `${seq} ${username}`);
  for (const [channel_id, { seq, offset_px }] of places)
    texts.set(`${place}${channel_id}`, `${seq} ${Math.round(offset_px)}`);
  if (recent_emoji.length > 0) texts.set("emoji", recent_emoji.join(" "));
  if (skin_tone > 0) texts.set("skin", String(skin_tone));
  const folded = foldedText(state.folded);
  if (folded !== "") texts.set("folded", folded);
  if ((state.browsed_id ?? 0) > 0) texts.set("browsed", String(state.browsed_id));
  const channel_id = open_channel_id ?? last_channel_id;
  if (channel_id !== null) texts.set("channel", String(channel_id));
  return texts;
}

const none = "none";

/** Empty where nothing has been folded or unfolded yet. */
function foldedText(folded: State["folded"]): string {
  if (section_names.every((name) => folded.has(name) === folded_at_first.has(name))) return "";
  return [...folded].join(" ") || none;
}

const foldedIn = (text: string | undefined): State["folded"] =>
  text === undefined
    ? folded_at_first
    : new Set(section_names.filter((name) => text.split(" ").includes(name)));

/** What this page has is newer. */
function withTexts(state: State, texts: Readonly<Record<string, string>>): Partial<State> {
  const keptAs = (kind: string) =>
    Object.entries(texts)
      .filter(([name]) => name.startsWith(kind))
      .map(([name, text]) => [Number(name.slice(kind.length)), text] as const);
  const replies = keptAs(reply).map(([channel_id, text]) => {
    const [seq, username = ""] = text.split(" ");
    return [channel_id, { seq: Number(seq), username }] as const;
  });
  const places = keptAs(place).map(([channel_id, text]) => {
    const [seq = 0, offset_px = 0] = text.split(" ").map(Number);
    return [channel_id, { seq, offset_px }] as const;
  });
  const { emoji = "", skin = "0", browsed = "0", channel, folded, editing } = texts;
  return {
    drafts: new Map([...keptAs("draft/"), ...state.drafts]),
    edit_texts: new Map([...keptAs("edit/"), ...state.edit_texts]),
    editing_id: state.editing_id ?? (Number(editing) || null),
    replies: new Map([...replies, ...state.replies]),
    places: new Map([...places, ...state.places]),
    last_channel_id: channel === undefined ? null : Number(channel),
    recent_emoji: state.recent_emoji.length > 0 ? state.recent_emoji : emoji.split(" ").filter(Boolean),
    skin_tone: state.skin_tone > 0 ? state.skin_tone : Number(skin),
    browsed_id: Math.max(state.browsed_id ?? 0, Number(browsed)),
    folded: foldedText(state.folded) === "" ? foldedIn(folded) : state.folded,
  };
}
