import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";

import { openStore } from "../../src/store/sqlite/open-store.ts";
import { StoreError, type StoreProblem } from "../../src/store/store-error.ts";
import { say } from "../conformance/scene.ts";
import { createOriginalDatabase } from "../support/original-database.ts";
import { fingerprints, scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

const scratch = scratchFolder();
const open = (path: string) =>
  openStore({ path, clock: standing_clock, log: silentLog, busy_timeout_ms: 50 });

let folders = 0;
function newFolder(): string {
  const folder = scratch.file(`problem-${++folders}`);
  mkdirSync(folder);
  return folder;
}

/** A file of ours with something in it. */
async function ourFile(path: string, messages = 1): Promise<void> {
  const store = await open(path);
  const { user_id } = await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
  const content = (at: number) => `message ${at} `.repeat(20);
  await Promise.all(Array.from({ length: messages }, (_, at) => say(store, 1, user_id, content(at))));
  await store.close();
}

/** Opening is refused with these words, and nothing in the folder changes. */
async function expectProblem(folder: string, path: string, reason: StoreProblem, words: string | RegExp) {
  const before = fingerprints(folder);
  const error = await open(path).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  expect(error).toMatchObject({ reason, message: expect.stringMatching(words) });
  expect(fingerprints(folder)).toEqual(before);
}

test("the database and the files beside it can be read by their owner alone", async () => {
  const folder = newFolder();
  const store = await open(`${folder}/chat.db`);
  const modes = Object.fromEntries(
    ["", "-wal", "-shm"].map((suffix) => [suffix, statSync(`${folder}/chat.db${suffix}`).mode & 0o777]),
  );
  await store.close();
  expect(modes).toEqual({ "": 0o600, "-wal": 0o600, "-shm": 0o600 });
  expect(Object.keys(fingerprints(folder))).toEqual(["chat.db"]);
});

test("an empty file becomes a database, for its owner alone", async () => {
  const folder = newFolder();
  writeFileSync(`${folder}/chat.db`, "");
  chmodSync(`${folder}/chat.db`, 0o644);
  await ourFile(`${folder}/chat.db`);
  expect(statSync(`${folder}/chat.db`).mode & 0o777).toBe(0o600);
  expect(readFileSync(`${folder}/chat.db`, "latin1")).toStartWith("SQLite format 3");
});

test("a newer database than we know", async () => {
  const folder = newFolder();
  await ourFile(`${folder}/chat.db`);
  const database = new Database(`${folder}/chat.db`);
  database.exec("PRAGMA user_version = 99");
  database.close();
  await expectProblem(
    folder,
    `${folder}/chat.db`,
    "newer",
    /newer version of chat \(format 99; this one knows up to \d/,
  );
});

test("a file that is no database", async () => {
  const folder = newFolder();
  writeFileSync(`${folder}/notes.txt`, "Dear diary, ".repeat(1_000));
  await expectProblem(folder, `${folder}/notes.txt`, "not_a_database", /notes\.txt is not a database/);
  writeFileSync(`${folder}/short.txt`, "hi");
  await expectProblem(folder, `${folder}/short.txt`, "not_a_database", /short\.txt is not a database/);
});

test("a file that only begins as a database", async () => {
  const folder = newFolder();
  writeFileSync(`${folder}/chat.db`, "SQLite format 3\0".padEnd(5_000, "x"));
  await expectProblem(folder, `${folder}/chat.db`, "not_a_database", /is not a database/);
});

for (const journal_mode of ["delete", "wal"])
  test(`a database of another program, journal mode ${journal_mode}`, async () => {
    const folder = newFolder();
    const database = new Database(`${folder}/music.db`, { create: true });
    database.exec(`PRAGMA journal_mode = ${journal_mode}; CREATE TABLE users (id, username, password_hash)`);
    database.close();
    await expectProblem(
      folder,
      `${folder}/music.db`,
      "foreign",
      /music\.db is a database of another program/,
    );
  });

test("a database that another program marked as its own, whatever its tables", async () => {
  const folder = newFolder();
  await createOriginalDatabase(`${folder}/chat.db`, {
    also: (made) => made.exec("PRAGMA application_id = 7"),
  });
  await expectProblem(folder, `${folder}/chat.db`, "foreign", /another program/);
});

test("a folder", async () => {
  const folder = newFolder();
  mkdirSync(`${folder}/chat.db`);
  await expectProblem(folder, `${folder}/chat.db`, "not_a_file", /chat\.db is a folder, not a database file/);
});

test("a read-only file, even for an administrator", async () => {
  const folder = newFolder();
  await ourFile(`${folder}/chat.db`);
  chmodSync(`${folder}/chat.db`, 0o444);
  await expectProblem(folder, `${folder}/chat.db`, "read_only", /chat\.db is read-only/);
});

test("a folder that does not exist, or is a file", async () => {
  const folder = newFolder();
  await expectProblem(folder, `${folder}/data/chat.db`, "no_folder", /data does not exist/);
  writeFileSync(`${folder}/data`, "");
  await expectProblem(folder, `${folder}/data/chat.db`, "no_folder", /data is not a folder/);
});

test("a folder that may not be written", async () => {
  // Where not even an administrator may make files.
  await expect(open("/sys/kernel/chat.db")).rejects.toMatchObject({ name: "StoreError" });
});

test("a file that another server has, by whatever name", async () => {
  const folder = newFolder();
  const store = await open(`${folder}/chat.db`);
  symlinkSync(`${folder}/chat.db`, `${folder}/other-name.db`);
  try {
    for (const name of ["chat.db", "other-name.db", "../" + folder.split("/").at(-1) + "/chat.db"])
      await expect(open(`${folder}/${name}`)).rejects.toMatchObject({
        reason: "locked",
        message: expect.stringContaining("Another chat server is using"),
      });
    await store.users.create({ username: "ana", password_hash: "x", now_ms: 1 });
  } finally {
    await store.close();
  }
  await (await open(`${folder}/other-name.db`)).close();
});

test("a file that a server of another process has, until that one is gone", async () => {
  const path = `${newFolder()}/chat.db`;
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/appending-child.ts`, path, "run"]);
  try {
    await child.stdout.getReader().read(); // it has stored something
    await expect(open(path)).rejects.toMatchObject({
      reason: "locked",
      message: expect.stringContaining("Another chat server is using"),
    });
  } finally {
    child.kill("SIGKILL");
    await child.exited;
  }
  await (await open(path)).close();
});

test("a file of ours without its tables", async () => {
  const folder = newFolder();
  await ourFile(`${folder}/chat.db`);
  const database = new Database(`${folder}/chat.db`);
  database.exec("DROP TABLE sessions");
  database.close();
  await expectProblem(folder, `${folder}/chat.db`, "damaged", /is damaged/);
});

test("a file that another program holds", async () => {
  const folder = newFolder();
  await ourFile(`${folder}/chat.db`);
  const other = new Database(`${folder}/chat.db`);
  other.exec("PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
  await expect(open(`${folder}/chat.db`)).rejects.toMatchObject({
    reason: "locked",
    message: expect.stringContaining("in use by another program"),
  });
  other.exec("ROLLBACK");
  other.close();
  await (await open(`${folder}/chat.db`)).close();
});

test("a database that lost its end", async () => {
  const folder = newFolder();
  await ourFile(`${folder}/chat.db`, 500);
  truncateSync(`${folder}/chat.db`, 16_384);
  await expectProblem(folder, `${folder}/chat.db`, "damaged", /chat\.db is damaged\. Nothing was changed/);
});

test("a database whose first page was overwritten", async () => {
  const folder = newFolder();
  await ourFile(`${folder}/chat.db`, 500);
  const bytes = readFileSync(`${folder}/chat.db`);
  bytes.fill(0x5a, 100, 4_096);
  writeFileSync(`${folder}/chat.db`, bytes);
  await expectProblem(folder, `${folder}/chat.db`, "damaged", /is damaged/);
});

test("a damaged database of the original is not upgraded", async () => {
  const folder = newFolder();
  const users = [{ username: "ana", password: "anas secret" }];
  const said = (at: number) => ({ channel: "general", author: "ana", content: `message ${at} `.repeat(30) });
  const messages = Array.from({ length: 500 }, (_, at) => said(at));
  await createOriginalDatabase(`${folder}/chat.db`, { users, channels: [{ name: "general" }], messages });
  const bytes = readFileSync(`${folder}/chat.db`);
  bytes.fill(0xff, 40_960, 45_056);
  writeFileSync(`${folder}/chat.db`, bytes);
  await expectProblem(folder, `${folder}/chat.db`, "damaged", /is damaged/);
});
