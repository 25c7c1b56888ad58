import type { Account, OutboxMessage } from "../../src/protocol/bridge.ts";
import type { Tab } from "./tab.ts";

/** A message that waits, and the tab that sends it. */
interface Row {
  account: string;
  nonce: string;
  /** Whose it is, for who is not connected yet. */
  username: string;
  tab: string;
  order: number;
  message: OutboxMessage;
}

/**
 * The outbox of this origin in the browser's database, for all its tabs: each sends its own rows, and those of tabs that
 * are gone go to the tab that looks next. Rejects with what the database says.
 */
export class OutboxDatabase {
  #database: Promise<IDBDatabase> | undefined;
  #order: number;

  constructor(
    private readonly factory: IDBFactory,
    private readonly tab: Tab,
    now_ms: number,
  ) {
    this.#order = now_ms;
  }

  /** What waits of an account and is this tab's, in the order written. */
  async load(account: Account): Promise<OutboxMessage[]> {
    const key = keyOf(account);
    const rows = await this.#rowsOf(key);
    const others = new Set(rows.map(({ tab }) => tab).filter((tab) => tab !== this.tab.id));
    for (const tab of others) await this.tab.inherit(tab, () => this.#takeOver(key, tab));
    const own = (await this.#rowsOf(key)).filter(({ tab }) => tab === this.tab.id);
    return inOrder(own);
  }

  /** What waits of somebody, in whatever tab. */
  async waitingOf(username: string): Promise<OutboxMessage[]> {
    const rows = await settled<Row[]>((await this.#rows()).getAll());
    return inOrder(rows.filter((row) => row.username === username));
  }

  /** Resolves when it is on disk. A message put again keeps its place. */
  async put(account: Account, message: OutboxMessage): Promise<void> {
    const key = keyOf(account);
    const order = this.#order++;
    await this.#change((rows) => {
      const before: IDBRequest<Row | undefined> = rows.get([key, message.nonce]);
      before.addEventListener("success", () =>
        rows.put({
          account: key,
          nonce: message.nonce,
          username: account.met.username,
          tab: this.tab.id,
          order: before.result?.order ?? order,
          message,
        } satisfies Row),
      );
    });
  }

  drop(account: Account, nonce: string): Promise<void> {
    return this.#change((rows) => void rows.delete([keyOf(account), nonce]));
  }

  #takeOver(key: string, tab: string): Promise<void> {
    return this.#change((rows) => {
      const found: IDBRequest<Row[]> = rows.index(by_account).getAll(key);
      found.addEventListener("success", () => {
        for (const row of found.result) if (row.tab === tab) rows.put({ ...row, tab: this.tab.id });
      });
    });
  }

  async #rowsOf(key: string): Promise<Row[]> {
    return settled<Row[]>((await this.#rows()).index(by_account).getAll(key));
  }

  async #rows(): Promise<IDBObjectStore> {
    return (await this.#opened()).transaction(store_name).objectStore(store_name);
  }

  async #change(work: (rows: IDBObjectStore) => void): Promise<void> {
    const database = await this.#opened();
    const change = database.transaction(store_name, "readwrite", { durability: "strict" });
    const done = new Promise<void>((resolve, reject) => {
      change.addEventListener("complete", () => resolve());
      change.addEventListener("abort", () =>
        reject(change.error ?? new DOMException("the change was given up", "AbortError")),
      );
    });
    work(change.objectStore(store_name));
    await done;
  }

  #opened(): Promise<IDBDatabase> {
    this.#database ??= this.#open();
    return this.#database;
  }

  async #open(): Promise<IDBDatabase> {
    const opening = this.factory.open("chat", 1);
    opening.addEventListener("upgradeneeded", () =>
      opening.result
        .createObjectStore(store_name, { keyPath: ["account", "nonce"] })
        .createIndex(by_account, "account"),
    );
    const database = await settled(opening);
    // A later version of the page, in another tab, must not wait for this one.
    database.addEventListener("versionchange", () => database.close());
    return database;
  }
}

const store_name = "outbox";
const by_account = "by_account";

const inOrder = (rows: Row[]): OutboxMessage[] =>
  rows.sort((a, b) => a.order - b.order).map(({ message }) => message);

const keyOf = ({ server_id, user_id }: Account): string => JSON.stringify([server_id, user_id]);

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () =>
      reject(request.error ?? new DOMException("no answer", "UnknownError")),
    );
  });
