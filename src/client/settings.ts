import { join } from "node:path";

import { z } from "zod";

import { type Account, KnownServer, type Meeting, ServerAddress } from "../protocol/bridge.ts";
import {
  type PreferenceName,
  type Preferences,
  readPreferences,
  withChoice,
} from "../protocol/preferences.ts";
import { addressText } from "./address.ts";
import { arranged, isSameAccount, withServer } from "./known-servers.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { meetingKey } from "./met.ts";
import { PrivateFile } from "./private-file.ts";
import type { Pins } from "./trust.ts";

/** What was used with a server the last time. */
export type Used = { server: ServerAddress; username: string };

/** How large a window was, in px of the desktop, when it did not fill the screen, and where. */
const WindowSize = z.object({
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
  maximized: z.boolean(),
  /** Where its frame began, where the system tells that. */
  place: z
    .object({ x: z.int().min(-100_000).max(100_000), y: z.int().min(-100_000).max(100_000) })
    .optional(),
});
export type WindowSize = z.infer<typeof WindowSize>;

const UsedSchema = z.object({ server: ServerAddress, username: z.string() });

/** Loose: what a newer version of the program keeps there stays. */
const SettingsSchema = z.looseObject({
  /** Which of `servers` was used last. */
  last: z.string().optional(),
  servers: z.record(z.string(), UsedSchema).default({}),
  /** In the order of the person's choice; missing where an earlier version wrote it. */
  accounts: z.array(KnownServer).optional().catch(undefined),
  pins: z.record(z.string(), z.string()).default({}),
  window: WindowSize.optional().catch(undefined),
  preferences: z.unknown().optional(),
});
const TokensSchema = z.record(z.string(), z.string());
/** By account, then by name; both with the oldest first. */
const KeptSchema = z.record(z.string(), z.record(z.string(), z.string()));

/**
 * What the client keeps for one user between starts: which servers were used, the certificates accepted
 * for them, and session tokens; never a password. Several processes may use one folder.
 */
export class Settings implements Pins {
  readonly #settings: PrivateFile<z.infer<typeof SettingsSchema>>;
  readonly #tokens: PrivateFile<z.infer<typeof TokensSchema>>;
  readonly #kept: PrivateFile<z.infer<typeof KeptSchema>>;

  constructor(folder: string, log: Log) {
    this.#settings = new PrivateFile(
      join(folder, "settings.json"),
      SettingsSchema,
      () => ({ servers: {}, pins: {} }),
      log,
    );
    this.#tokens = new PrivateFile(join(folder, "tokens.json"), TokensSchema, () => ({}), log);
    this.#kept = new PrivateFile(join(folder, "drafts.json"), KeptSchema, () => ({}), log);
  }

  /** What cannot be read or written just now, if anything. */
  get unusable_path(): string | undefined {
    return [this.#settings, this.#tokens, this.#kept].find((file) => file.is_unusable)?.path;
  }

  /** The server used last and the name used there. */
  lastUsed(): Used | undefined {
    const { last, servers } = this.#settings.read();
    return last === undefined ? undefined : servers[last];
  }

  /** What was used at a host and port the last time. */
  usedAt(server: Pick<ServerAddress, "host" | "port">): Used | undefined {
    return this.#settings.read().servers[addressText(server)];
  }

  /** What the last window left; undefined before the first one. */
  windowSize(): WindowSize | undefined {
    return this.#settings.read().window;
  }

  keepWindowSize(size: WindowSize): void {
    this.#settings.change((settings) => {
      settings.window = size;
    });
  }

  /** How the person wants the page. */
  preferences(): Preferences {
    return readPreferences(this.#settings.read().preferences);
  }

  prefer(name: PreferenceName, choice: string): void {
    this.#settings.change((settings) => {
      settings.preferences = withChoice(settings.preferences, name, choice);
    });
  }

  /** Only one that was earned in the same way: who reads along on a connection without TLS must not get one that was hidden from him. */
  token(server: ServerAddress, username: string): string | null {
    return this.#tokens.read()[tokenKey(server, username)] ?? null;
  }

  /** All servers with an account, in the order of the person's choice. */
  accounts(): KnownServer[] {
    return this.#accountsIn(this.#settings.read());
  }

  /** Keeps what was used for the next start; a null token forgets the one kept. `is_shown`: whether the next start begins there. */
  remember(used: Used & { token: string | null; is_shown?: boolean }): void {
    const { server, username, is_shown = true } = used;
    const address = addressText(server);
    this.#settings.change((settings) => {
      if (is_shown) settings.last = address;
      settings.servers = withEntry(settings.servers, address, { server, username });
      if (username === "") return;
      const isIdle = (known: KnownServer) => this.token(known.server, known.username) === null;
      settings.accounts = withServer(this.#accountsIn(settings), used, isIdle);
    });
    this.#keepToken(used);
  }

  /** Forgets an account and its token. Its certificate, and that it speaks TLS, stay known. */
  forget(server: ServerAddress, username: string): void {
    const whose = { server, username };
    const address = addressText(server);
    this.#settings.change((settings) => {
      const accounts = this.#accountsIn(settings).filter((known) => !isSameAccount(known, whose));
      settings.accounts = accounts;
      const used = settings.servers[address];
      if (used?.username.toLowerCase() !== username.toLowerCase()) return;
      const other = accounts.find((known) => addressText(known.server) === address);
      settings.servers[address] = other ?? { ...used, username: "" };
      if (settings.last !== address || other !== undefined) return;
      const [first] = accounts;
      if (first === undefined) delete settings.last;
      else settings.last = addressText(first.server);
    });
    this.#keepToken({ server, username, token: null });
  }

  /** Keeps the order of the accounts, their servers' names, and which of them the next start begins with. */
  arrange(wanted: readonly KnownServer[], shown: KnownServer | undefined): void {
    this.#settings.change((settings) => {
      const accounts = arranged(this.#accountsIn(settings), wanted);
      settings.accounts = accounts;
      const known = shown && accounts.find((one) => isSameAccount(one, shown));
      if (known === undefined) return;
      const { server, username } = known;
      settings.last = addressText(server);
      settings.servers = withEntry(settings.servers, settings.last, { server, username });
    });
  }

  /** Where an earlier version kept them: those it was signed in to. */
  #accountsIn({ accounts, servers }: z.infer<typeof SettingsSchema>): KnownServer[] {
    if (accounts !== undefined) return accounts;
    return Object.values(servers).flatMap(({ server, username }) =>
      username !== "" && this.token(server, username) !== null ? [{ server, username, name: null }] : [],
    );
  }

  /** Forgets what pages kept of an account. */
  forgetKept(server: ServerAddress, username: string): void {
    const met = { server, certificate: this.pinned(server) ?? null, username };
    const isOf = (key: string) => key.endsWith(` ${whoseKey(met)}`);
    if (!Object.keys(this.#kept.read()).some(isOf)) return;
    this.#kept.change((kept) => {
      for (const key of Object.keys(kept).filter(isOf)) delete kept[key];
    });
  }

  #keepToken({ server, username, token }: Used & { token: string | null }): void {
    const kept = this.#tokens.read();
    const keys = [true, false].map((tls) => tokenKey({ ...server, tls }, username));
    if (token === null && keys.every((key) => kept[key] === undefined)) return;
    this.#tokens.change((tokens) => {
      for (const key of keys) delete tokens[key];
      if (token !== null) Object.assign(tokens, { [tokenKey(server, username)]: token });
      for (const oldest of Object.keys(tokens).slice(0, -clientLimits.settings_entries_max))
        delete tokens[oldest];
    });
  }

  /** What a page keeps of an account, by name. */
  kept(account: Account): Record<string, string> {
    return this.#kept.read()[accountKey(account)] ?? {};
  }

  /** Keeps a text for the next page; an empty one is forgotten. */
  keep(account: Account, name: string, text: string): void {
    const key = accountKey(account);
    this.#kept.change((kept) => {
      const { [name]: _, ...others } = kept[key] ?? {};
      const { [key]: __, ...accounts } = kept;
      for (const each of Object.keys(kept)) delete kept[each];
      const texts = text === "" ? others : withEntry(others, name, text);
      Object.assign(kept, Object.keys(texts).length === 0 ? accounts : withEntry(accounts, key, texts));
    });
  }

  pinned(server: ServerAddress): string | undefined {
    return this.#settings.read().pins[addressText(server)];
  }

  hasSpokenTls(server: ServerAddress): boolean {
    return this.pinned(server) !== undefined || this.usedAt(server)?.server.tls === true;
  }

  pin(server: ServerAddress, fingerprint: string): void {
    this.#settings.change((settings) => {
      settings.pins = withEntry(settings.pins, addressText(server), fingerprint);
    });
  }
}

/** A server could tell the id of another: what it was met by is part of the key. */
const accountKey = ({ server_id, user_id, met }: Account): string =>
  `${user_id}@${server_id} ${whoseKey(met)}`;

const whoseKey = (met: Meeting): string => `${met.username.toLowerCase()} ${meetingKey(met)}`;

const tokenKey = (server: ServerAddress, username: string): string =>
  `${server.tls ? "tls" : "clear"} ${addressText(server)} ${username.toLowerCase()}`;

/** The entry as the newest; beyond the bound the oldest goes. */
function withEntry<T>(entries: Record<string, T>, key: string, value: T): Record<string, T> {
  const { [key]: _, ...others } = entries;
  const kept = Object.entries(others).slice(-(clientLimits.settings_entries_max - 1));
  return { ...Object.fromEntries(kept), [key]: value };
}
