import { errorCode } from "../os/error-code.ts";
import type { Account, Meeting, OutboxMessage, ServerAddress } from "../protocol/bridge.ts";
import { clientLimits } from "./limits.ts";
import { heldWords, isSameMeeting, meetingKey, wasWrittenAt } from "./met.ts";
import type { OutboxFile, OutboxRow } from "./outbox-file.ts";
import { keyOf, type OutboxFolder } from "./outbox.ts";
import { isAlive } from "./processes.ts";

interface Open {
  account: Account;
  file: OutboxFile;
}

/**
 * What one page keeps in its outboxes, one for each account that it has loaded. `isOthers` tells whether a meeting was
 * with another server that the person has, so that who copies its id gets nothing of what waits there. Where nothing can be
 * written, it says so once and keeps nothing.
 */
export class Outboxes {
  readonly #open = new Map<string, Open>();
  #is_broken = false;

  constructor(
    private readonly folder: OutboxFolder,
    private readonly isOthers: (met: Meeting, account: Account) => boolean = () => false,
    private readonly isRunning: (process_id: number) => boolean = isAlive,
  ) {}

  /**
   * What waits to be sent, in the order written, with what other pages of the account have left until now. What was written
   * to a server that was met differently is told with a failure: no server gets it by itself.
   */
  load(account: Account): OutboxMessage[] {
    const key = openKey(account);
    const open = this.#open.get(key);
    if (open === undefined) this.#load(key, account);
    else this.#try(() => this.#takeOver(open));
    return this.#open.get(key)?.file.rows.map(({ put, met }) => asKnown(put, met, account)) ?? [];
  }

  /** What waits of this user at this address, to be shown before a login; what was refused is left out. */
  waitingAt(server: ServerAddress, username: string): OutboxMessage[] {
    const own = [...this.#open.values()].flatMap(({ file }) =>
      file.rows.filter(({ met }) => wasWrittenAt(met, server, username)),
    );
    const rows = this.#try(() => [...this.folder.leftAt(server, username), ...own]) ?? [];
    return rows.flatMap(({ put }) => (put.failure === null ? [put] : []));
  }

  /** Resolves when the message is on disk, or cannot be put there. */
  async put(account: Account, message: OutboxMessage): Promise<void> {
    const file = this.#open.get(openKey(account))?.file;
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

  get unusable_path(): string | undefined {
    return this.#is_broken ? this.folder.path : undefined;
  }

  drop(account: Account, nonce: string): void {
    this.#try(() => this.#open.get(openKey(account))?.file.drop(nonce));
  }

  /** Drops all that a user wrote at an address and that waits, loaded or not. */
  forget(server: ServerAddress, username: string): void {
    for (const [key, { account, file }] of this.#open) {
      if (!wasWrittenAt(account.met, server, username)) continue;
      for (const { put } of file.rows) this.#try(() => file.drop(put.nonce));
      this.#close(key);
    }
    this.#try(() => this.folder.dropLeftAt(server, username, (error) => this.#warn(error)));
  }

  /** What still waits is left to the next page of its account. */
  close(): void {
    for (const key of this.#open.keys()) this.#close(key);
  }

  /** Of the same account, met in another way, one at a time is open: unless that is of another server. */
  #load(key: string, account: Account): void {
    for (const [other, open] of this.#open)
      if (keyOf(open.account) === keyOf(account) && !this.isOthers(open.account.met, account))
        this.#close(other);
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= clientLimits.outboxes_max) this.#close(oldest);
    const file = this.#try(() => this.folder.open(this.#opening(account)));
    if (file !== undefined) this.#open.set(key, { account, file });
  }

  /** Also of what was killed meanwhile. */
  #takeOver({ account, file }: Open): void {
    this.folder.leaveDead(this.isRunning, Date.now());
    this.folder.takeOver(file, this.#opening(account));
  }

  #opening(account: Account) {
    const isOthers = (met: Meeting | null) => met !== null && this.isOthers(met, account);
    const failed = (error: unknown) => this.#warn(error);
    return { account, isOthers, failed };
  }

  #close(key: string): void {
    const open = this.#open.get(key);
    this.#open.delete(key);
    if (open !== undefined) this.#try(() => this.folder.close(open.account, open.file));
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

const openKey = (account: Account): string => `${keyOf(account)} ${meetingKey(account.met)}`;

/** A message as it is told to whoever is logged in now. The row stays as it is: the server it waits for gets it when that is back. */
const asKnown = (message: OutboxMessage, met: OutboxRow["met"], account: Account): OutboxMessage =>
  message.failure !== null || (met !== null && isSameMeeting(met, account.met))
    ? message
    : { ...message, failure: heldWords(met) };
