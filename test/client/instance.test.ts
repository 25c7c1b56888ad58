import { expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { type HandedOver, handOver, listenForOthers } from "../../src/client/instance.ts";
import { newFolder } from "../support/folders.ts";
import { KeptLog } from "./kept-log.ts";

test.if(process.platform !== "win32")("whatever lies where the window listens is no obstacle", async () => {
  const folder = newFolder("chat-instance-");
  const path = join(folder, "socket");
  mkdirSync(path);
  writeFileSync(join(path, "inside"), "");
  const heard: HandedOver[] = [];
  const server = listenForOthers(path, new KeptLog(), (wish) => heard.push(wish));
  const wish = { target: { host: "chat.example", port: 5_050 } };
  expect(await handOver(path, wish)).toBe(true);
  expect(heard).toEqual([wish]);
  server.close();
  rmSync(folder, { recursive: true });
});
