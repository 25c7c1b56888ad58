import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import type { Account, OutboxMessage, ServerAddress } from "../protocol/bridge.ts";
import { errorCode } from "./error-code.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { heldWords, isSameMeeting, wasWrittenAt } from "./met.ts";
import { OutboxFile, type OutboxRow, readOutbox } from "./outbox-file.ts";

/**
 * Where the outboxes of one user lie. A file is named ACCOUNT.OWNER.RANDOM.jsonl: the owner is the number of the
 * process whose page writes it, or "left" when that is gone. So no page sends what another one is about to send.
 */
export class OutboxFolder {
  constructor(
    readonly path: string,
    readonly process_id: number,
    readonly log: Log,
  ) {}

  /** The files of processes that are gone belong to nobody from here on. `isAlive` tells whether a process of this number runs. */
  leaveDead(isAlive: (process_id: number) => boolean, now_ms: number): void {
    for (const { name, owner } of this.#files()) {
      if (owner === left) continue;
      const path = join(this.path, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat === undefined) continue;
      const is_tended = stat.size === 0 || now_ms - stat.mtimeMs < clientLimits.outbox_stale_ms;
      if (isAlive(Number(owner)) && is_tended) continue;
      if (stat.size === 0) rmSync(path, { force: true });
      else move(path, join(this.path, name.replace(`.${owner}.`, `.${left}.`)));
    }
  }

  /** A file for a page of this process, with what was left behind of its account. */
  open(account: Account, failed: (error: unknown) => void): OutboxFile {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const file = new OutboxFile(join(this.path, this.nameFor(account, String(this.process_id))), failed);
    const taken = this.#takeLeft(account);
    file.adopt(taken.flatMap(({ rows }) => rows));
    for (const { path } of taken) rmSync(path, { force: true });
    return file;
  }

  /** What nobody looks after and was written by a user at an address, whatever server was there. Stays where it is. */
  leftAt(server: ServerAddress, username: string): OutboxRow[] {
    return this.#files()
      .filter(({ owner }) => owner === left)
      .map(({ name }) => readIfThere(join(this.path, name)))
      .sort((a, b) => firstAt(a) - firstAt(b))
      .flat()
      .filter(({ met }) => wasWrittenAt(met, server, username));
  }

  nameFor(account: Account, owner: string): string {
    const random = crypto.randomUUID().slice(0, 8);
    return `${keyOf(account)}.${owner}.${random}.jsonl`;
  }

  /** Each file goes to one page only: who renames it first has it. Those written first come first. */
  #takeLeft(account: Account): { path: string; rows: OutboxRow[] }[] {
    const key = keyOf(account);
    return this.#files()
      .filter((file) => file.key === key && file.owner === left)
      .flatMap(({ name }) => {
        const path = join(this.path, this.nameFor(account, String(this.process_id)));
        return move(join(this.path, name), path) ? [{ path, rows: readOutbox(path) }] : [];
      })
      .sort((a, b) => firstAt(a.rows) - firstAt(b.rows));
  }

  #files(): { name: string; key: string; owner: string }[] {
    return namesIn(this.path).flatMap((name) => {
      const [, key, owner] = /^([0-9a-f]+)\.(left|\d+)\.[0-9a-f]+\.jsonl$/.exec(name) ?? [];
      return key === undefined || owner === undefined ? [] : [{ name, key, owner }];
    });
  }
}

const left = "left";

/** What one page keeps in its outbox: of one account at a time. Where nothing can be written, it says so once and keeps nothing. */
export class Outbox {
  #open: { key: string; account: Account; file: OutboxFile } | undefined;
  #is_broken = false;

  constructor(private readonly folder: OutboxFolder) {}

  /**
   * What waits to be sent, in the order written. What was kept of another account is left to the next page of that.
   * What was written to a server that was met differently is told with a failure: no server gets it by itself.
   */
  load(account: Account): OutboxMessage[] {
    if (this.#open?.key !== keyOf(account)) {
      this.close();
      const file = this.#try(() => this.folder.open(account, (error) => this.#warn(error)));
      this.#open = file && { key: keyOf(account), account, file };
    }
    return this.#open?.file.rows.map(({ put, met }) => asKnown(put, met, account)) ?? [];
  }

  /** What waits of this user at this address, to be shown before a login; what was refused is left out. */
  waitingAt(server: ServerAddress, username: string): OutboxMessage[] {
    const own = this.#open?.file.rows.filter(({ met }) => wasWrittenAt(met, server, username)) ?? [];
    const rows = this.#try(() => [...this.folder.leftAt(server, username), ...own]) ?? [];
    return rows.flatMap(({ put }) => (put.failure === null ? [put] : []));
  }

  /** Resolves when the message is on disk, or cannot be put there. */
  async put(account: Account, message: OutboxMessage): Promise<void> {
    const file = this.#fileOf(account);
    if (file === undefined) return;
    if (file.rows.length >= clientLimits.outbox_messages_max)
      return this.folder.log.warn("too many messages wait to be sent: the newest is not kept on disk.");
    try {
      file.put({ put: message, met: account.met });
      await file.onDisk();
    } catch (error) {
      this.#warn(error);
    }
  }

  drop(account: Account, nonce: string): void {
    this.#try(() => this.#fileOf(account)?.drop(nonce));
  }

  /** What still waits is left to the next page of this account. */
  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { path } = this.folder;
    this.#try(() => open.file.close(join(path, this.folder.nameFor(open.account, left))));
  }

  #fileOf(account: Account): OutboxFile | undefined {
    return this.#open?.key === keyOf(account) ? this.#open.file : undefined;
  }

  #try<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      this.#warn(error);
      return undefined;
    }
  }

  #warn(error: unknown): void {
    if (!this.#is_broken)
      this.folder.log.warn(
        `${this.folder.path} cannot be used (${errorCode(error) ?? String(error)}); messages not yet sent are lost when chat ends.`,
      );
    this.#is_broken = true;
  }
}

/** A server tells its id itself, so it goes into no path as it is. */
const keyOf = ({ server_id, user_id }: Account): string =>
  new Bun.CryptoHasher("sha256")
    .update(JSON.stringify([server_id, user_id]))
    .digest("hex")
    .slice(0, 32);

const firstAt = (rows: readonly OutboxRow[]): number => rows[0]?.put.created_at_ms ?? 0;

/** A message as it is told to whoever is logged in now. The row stays as it is: the server it waits for gets it when that is back. */
const asKnown = (message: OutboxMessage, met: OutboxRow["met"], account: Account): OutboxMessage =>
  message.failure !== null || (met !== null && isSameMeeting(met, account.met))
    ? message
    : { ...message, failure: heldWords(met) };

/** Another page may just have taken it. */
function readIfThere(path: string): OutboxRow[] {
  try {
    return readOutbox(path);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}

/** False when another process was quicker. */
function move(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return false;
    throw error;
  }
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  }
}
