import { expect, test } from "bun:test";
import { renameSync, rmSync, writeFileSync } from "node:fs";

import { Connection, tune } from "../../src/store/sqlite/connection.ts";
import { watchPlace } from "../../src/store/sqlite/place.ts";
import { scratchFolder } from "./scratch.ts";

const scratch = scratchFolder();

test.each(["", "-wal"])("a file that is moved, replaced or deleted is noticed: notes.db%s", (suffix) => {
  const path = scratch.file(`notes${suffix}.db`);
  using connection = new Connection(path, { create: true, readwrite: true });
  tune(connection, "full");
  const isInPlace = watchPlace(path);
  connection.exec("CREATE TABLE notes (text TEXT)");
  expect(isInPlace()).toBe(true);
  const file = path + suffix;
  renameSync(file, `${file}.away`);
  expect(isInPlace()).toBe(false);
  writeFileSync(file, "another");
  expect(isInPlace()).toBe(false);
  rmSync(file);
  renameSync(`${file}.away`, file);
  expect(isInPlace()).toBe(true);
  connection.exec("INSERT INTO notes VALUES ('still')");
  expect(isInPlace()).toBe(true);
});
