import { describe, expect, test } from "bun:test";
import { chmodSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { configFolder } from "../../src/client/config-folder.ts";
import { clientLimits } from "../../src/client/limits.ts";
import { Settings } from "../../src/client/settings.ts";
import { signInFor } from "../../src/client/sign-in.ts";
import { newFolder } from "../support/folders.ts";
import { KeptLog } from "./kept-log.ts";

function settingsIn(folder = join(newFolder("chat-settings-"), "chat")) {
  const log = new KeptLog();
  return { folder, log, settings: new Settings(folder, log) };
}

const home = { host: "127.0.0.1", port: 5050, tls: false };
const club = { host: "Chat.Example", port: 6000, tls: true };
const token = "ab".repeat(32);

describe("what is kept", () => {
  test("what was used last, for each server, and its tokens, survive a restart", () => {
    const { folder, settings } = settingsIn();
    settings.remember({ server: home, username: "ana", token });
    settings.remember({ server: club, username: "Ben", token: null });
    const { settings: again } = settingsIn(folder);
    expect(again.lastUsed()).toEqual({ server: club, username: "Ben" });
    expect(again.usedAt({ host: "127.0.0.1", port: 5050 })).toEqual({ server: home, username: "ana" });
    expect(again.token(home, "ANA")).toBe(token);
    expect(again.token(club, "ben")).toBeNull();
    expect(again.token(home, "ben")).toBeNull();
  });

  test("a null token forgets the one kept, and no other", () => {
    const { settings } = settingsIn();
    for (const username of ["ana", "ben"]) settings.remember({ server: home, username, token });
    settings.remember({ server: home, username: "ana", token: null });
    expect(settings.token(home, "ana")).toBeNull();
    expect(settings.token(home, "ben")).toBe(token);
  });

  test("a token is given only to a connection of the kind that earned it; there is one for each account", () => {
    const { folder, settings } = settingsIn();
    const target = { host: "chat.example", port: 6000 };
    settings.remember({ server: club, username: "ben", token });
    const { settings: again } = settingsIn(folder);
    expect(signInFor({ target }, again)).toMatchObject({ server: { tls: true }, token });
    expect(signInFor({ target, tls: false }, again)).toMatchObject({ server: { tls: false }, token: null });

    const earned_in_clear = "cd".repeat(32);
    again.remember({ server: { ...club, tls: false }, username: "ben", token: earned_in_clear });
    expect(signInFor({ target }, again).token).toBe(earned_in_clear);
    expect(signInFor({ target, tls: true }, again).token).toBeNull();
    expect(readFileSync(join(folder, "tokens.json"), "utf8")).not.toContain(token);

    again.remember({ server: club, username: "ben", token: null });
    expect(again.token({ ...club, tls: false }, "ben")).toBeNull();
  });

  test("a pin belongs to a host, however it is spelled, and a port", () => {
    const { folder, settings } = settingsIn();
    settings.pin(club, "AA:BB");
    const { settings: again } = settingsIn(folder);
    expect(again.pinned({ ...club, host: "chat.example" })).toBe("AA:BB");
    expect(again.pinned({ ...club, port: 6001 })).toBeUndefined();
  });

  test("that a server speaks TLS is known by its pin, or because it was used so the last time", () => {
    const { settings } = settingsIn();
    expect(settings.hasSpokenTls(club)).toBe(false);
    settings.remember({ server: club, username: "ben", token: null });
    expect(settings.hasSpokenTls(club)).toBe(true);
    settings.remember({ server: { ...club, tls: false }, username: "ben", token: null });
    expect(settings.hasSpokenTls(club)).toBe(false);
    settings.pin(club, "AA:BB");
    expect(settings.hasSpokenTls(club)).toBe(true);
  });

  test("a choice made in one window holds beside another window's, and what a newer version keeps stays", () => {
    const { folder, settings } = settingsIn();
    const { settings: other } = settingsIn(folder);
    settings.prefer("theme", "contrast");
    const file = join(folder, "settings.json");
    const kept = JSON.parse(readFileSync(file, "utf8"));
    kept.preferences.of_a_newer_version = "kept";
    writeFileSync(file, JSON.stringify(kept));
    other.prefer("density", "compact");
    expect(settings.preferences()).toMatchObject({ theme: "contrast", density: "compact" });
    expect(readFileSync(file, "utf8")).toContain("of_a_newer_version");
  });

  test("a bound on how much is kept: the oldest goes", () => {
    const { settings } = settingsIn();
    for (let port = 1; port <= clientLimits.settings_entries_max + 1; port++)
      settings.pin({ ...home, port }, `pin ${port}`);
    expect(settings.pinned({ ...home, port: 1 })).toBeUndefined();
    expect(settings.pinned({ ...home, port: 2 })).toBe("pin 2");
  }, 20_000);

  test("two windows do not lose each other's entries", async () => {
    const { folder } = settingsIn();
    const script = `
      const { Settings } = await import(${JSON.stringify(join(import.meta.dir, "../../src/client/settings.ts"))});
      const settings = new Settings(${JSON.stringify(folder)}, { info() {}, warn(text) { throw new Error(text); } });
      const first = Number(Bun.argv.at(-1));
      for (let port = first; port < first + 25; port++) settings.pin({ host: "h", port, tls: true }, String(port));
    `;
    const windows = [1000, 2000].map((first) =>
      Bun.spawn([process.execPath, "-e", script, String(first)], { stderr: "inherit" }),
    );
    expect(await Promise.all(windows.map((window) => window.exited))).toEqual([0, 0]);
    const { settings } = settingsIn(folder);
    for (const first of [1000, 2000])
      for (let port = first; port < first + 25; port++)
        expect(settings.pinned({ host: "h", port, tls: true })).toBe(String(port));
  });
});

describe("the files", () => {
  test.skipIf(process.platform === "win32")("nobody else can read them", () => {
    const { folder, settings } = settingsIn();
    settings.remember({ server: home, username: "ana", token });
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual([
      "settings.json",
      "settings.json.lock",
      "tokens.json",
      "tokens.json.lock",
    ]);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "settings.json"), "utf8")).not.toContain(token);
  });

  test.each(["", "{", "null", "[]", '{"pins": 5}'])("a damaged file (%s) is set aside", (content) => {
    const { folder, settings, log } = settingsIn();
    settings.pin(home, "AA");
    writeFileSync(join(folder, "settings.json"), content);
    expect(settings.pinned(home)).toBeUndefined();
    expect(log.lines).toEqual([expect.stringContaining("damaged")]);
    const aside = readdirSync(folder).find((name) => name.includes("damaged")) ?? "";
    expect(readFileSync(join(folder, aside), "utf8")).toBe(content);
    settings.pin(home, "BB");
    expect(settings.pinned(home)).toBe("BB");
  });

  test("what a newer version keeps there stays", () => {
    const { folder, settings } = settingsIn();
    settings.pin(home, "AA");
    const path = join(folder, "settings.json");
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, "utf8")), theme: "light" }));
    settings.pin(home, "BB");
    expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ theme: "light" });
  });

  test("where nothing can be written the entries live in memory, with one warning", () => {
    const { folder } = settingsIn();
    const blocked = join(folder, "a file, no folder");
    settingsIn(folder).settings.pin(home, "AA");
    writeFileSync(blocked, "");
    chmodSync(blocked, 0o600);
    const { settings, log } = settingsIn(blocked);
    settings.pin(home, "BB");
    settings.pin(club, "CC");
    expect([settings.pinned(home), settings.pinned(club)]).toEqual(["BB", "CC"]);
    expect(log.lines).toHaveLength(1);
  });

  test("what could not be written is written with the next change, once that is possible", () => {
    const { folder } = settingsIn();
    const blocked = join(folder, "blocked");
    settingsIn(folder).settings.pin(home, "AA");
    writeFileSync(blocked, "");
    const { settings, log } = settingsIn(blocked);
    settings.pin(home, "BB");
    expect(settings.pinned(home)).toBe("BB");
    rmSync(blocked);
    settings.pin(club, "CC");
    expect(log.lines).toHaveLength(1);
    const { settings: again } = settingsIn(blocked);
    expect([again.pinned(home), again.pinned(club)]).toEqual(["BB", "CC"]);
  });
});

describe("what the sign-in screen begins with", () => {
  test("nothing known: this machine, with TLS", () => {
    expect(signInFor({}, settingsIn().settings)).toEqual({
      server: { host: "127.0.0.1", port: 5050, tls: true },
      username: "",
      token: null,
    });
  });

  test("a link lowers nothing: where TLS is known it stays, unless the person has used the server without", () => {
    const { settings } = settingsIn();
    const at = (server: typeof club, link: string) =>
      signInFor({ target: { host: server.host, port: server.port }, tls: false, link }, settings);
    const link = "chat://chat.example:6000/general?tls=0";
    expect(at(club, link).server.tls).toBe(false);
    settings.remember({ server: club, username: "ben", token });
    expect(at(club, link)).toEqual({ server: club, username: "ben", token });
    // Without it in the link it is an option of the command line that says so.
    expect(at(club, "chat://chat.example:6000/general").server.tls).toBe(false);
    settings.remember({ server: { ...club, tls: false }, username: "ben", token: null });
    expect(at(club, link).server.tls).toBe(false);
    const met = { ...club, host: "met.example" };
    settings.pin(met, "AB");
    expect(at(met, link).server.tls).toBe(true);
  });

  test("what was used last, unless the command line says otherwise", () => {
    const { settings } = settingsIn();
    settings.remember({ server: club, username: "ben", token });
    settings.remember({ server: home, username: "ana", token });
    settings.remember({ server: home, username: "cleo", token: null });
    expect(signInFor({}, settings)).toEqual({ server: home, username: "cleo", token: null });
    expect(signInFor({ user: "Ana" }, settings)).toEqual({ server: home, username: "Ana", token });
    expect(signInFor({ tls: true }, settings).server).toEqual({ ...home, tls: true });
    const target = { host: "chat.example", port: 6000 };
    expect(signInFor({ target }, settings)).toEqual({
      server: { ...club, ...target },
      username: "ben",
      token,
    });
    const elsewhere = { host: "new.example", port: 5050 };
    expect(signInFor({ target: elsewhere }, settings)).toEqual({
      server: { ...elsewhere, tls: true },
      username: "",
      token: null,
    });
    expect(signInFor({ target: elsewhere, tls: false, user: "dora" }, settings)).toEqual({
      server: { ...elsewhere, tls: false },
      username: "dora",
      token: null,
    });
  });
});

test("the settings lie where each system keeps such things", () => {
  expect(configFolder("linux", {}, "/home/ana")).toBe("/home/ana/.config/chat");
  expect(configFolder("linux", { XDG_CONFIG_HOME: "/x" }, "/home/ana")).toBe("/x/chat");
  expect(configFolder("linux", { CHAT_CONFIG_DIR: "/c", XDG_CONFIG_HOME: "/x" }, "/home/ana")).toBe("/c");
  expect(configFolder("darwin", {}, "/Users/ana")).toBe("/Users/ana/Library/Application Support/chat");
  expect(configFolder("win32", { APPDATA: "/roaming" }, "/Users/ana")).toBe("/roaming/chat");
});
