import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";

import { errorCode } from "../os/error-code.ts";
import type { Account, Meeting, ServerAddress } from "../protocol/bridge.ts";
import { clientLimits } from "./limits.ts";
import type { Log } from "./log.ts";
import { wasWrittenAt } from "./met.ts";
import { OutboxFile, type OutboxRow, readOutbox } from "./outbox-file.ts";

interface Opening {
  account: Account;
  /** Whether what was written there is for another server that the person has. */
  isOthers(met: Meeting | null): boolean;
  failed(error: unknown): void;
}

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
    this.#dropUnfinished(isAlive);
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
  open(opening: Opening): OutboxFile {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const file = this.#newFile(keyOf(opening.account), opening.failed);
    this.takeOver(file, opening);
    return file;
  }

  /** What was left behind of an account goes to a file that is open; of that, what `isOthers` says of a meeting stays. */
  takeOver(file: OutboxFile, { account, isOthers, failed }: Opening): void {
    const key = keyOf(account);
    const taken = this.#takeLeft(key);
    const rows = taken.flatMap((one) => one.rows);
    file.adopt(rows.filter(({ met }) => !isOthers(met)));
    this.#leave(
      key,
      rows.filter(({ met }) => isOthers(met)),
      failed,
    );
    for (const { path } of taken) rmSync(path, { force: true });
  }

  /** Closes a file of this process: what still waits is left to the next page of its account. */
  close(account: Account, file: OutboxFile): void {
    file.close(join(this.path, this.#nameFor(keyOf(account), left)));
  }

  /** Drops what nobody looks after and was written by a user at an address. */
  dropLeftAt(server: ServerAddress, username: string, failed: (error: unknown) => void): void {
    const isOf = ({ met }: OutboxRow) => wasWrittenAt(met, server, username);
    const keys = this.#files().flatMap(({ name, key, owner }) =>
      owner === left && readIfThere(join(this.path, name)).some(isOf) ? [key] : [],
    );
    for (const key of new Set(keys)) {
      const taken = this.#takeLeft(key);
      const rows = taken.flatMap((one) => one.rows).filter((row) => !isOf(row));
      this.#leave(key, rows, failed);
      for (const { path } of taken) rmSync(path, { force: true });
    }
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

  /** What a process was writing anew when it ended: the whole of it is in the file whose place it never took. */
  #dropUnfinished(isAlive: (process_id: number) => boolean): void {
    for (const name of namesIn(this.path)) {
      const [, owner] = /^[0-9a-f]+\.(\d+)\.[0-9a-f]+\.jsonl\.next$/.exec(name) ?? [];
      if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(this.path, name), { force: true });
    }
  }

  #nameFor(key: string, owner: string): string {
    const random = crypto.randomUUID().slice(0, 8);
    return `${key}.${owner}.${random}.jsonl`;
  }

  #newFile(key: string, failed: (error: unknown) => void): OutboxFile {
    return new OutboxFile(join(this.path, this.#nameFor(key, String(this.process_id))), failed);
  }

  #leave(key: string, rows: readonly OutboxRow[], failed: (error: unknown) => void): void {
    const file = this.#newFile(key, failed);
    file.adopt(rows);
    file.close(join(this.path, this.#nameFor(key, left)));
  }

  /** Each file goes to one page only: who renames it first has it. Those written first come first. */
  #takeLeft(key: string): { path: string; rows: OutboxRow[] }[] {
    return this.#files()
      .filter((file) => file.key === key && file.owner === left)
      .flatMap(({ name }) => {
        const path = join(this.path, this.#nameFor(key, String(this.process_id)));
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

/** A server tells its id itself, so it goes into no path as it is. */
export const keyOf = ({ server_id, user_id }: Account): string =>
  new Bun.CryptoHasher("sha256")
    .update(JSON.stringify([server_id, user_id]))
    .digest("hex")
    .slice(0, 32);

const firstAt = (rows: readonly OutboxRow[]): number => rows[0]?.put.created_at_ms ?? 0;

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
