import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { clientLimits } from "../../src/client/limits.ts";
import { Settings } from "../../src/client/settings.ts";
import { signInFor } from "../../src/client/sign-in.ts";
import { newFolder } from "../support/folders.ts";
import { KeptLog } from "./kept-log.ts";

function settingsIn(folder = newFolder("chat-settings-")) {
  return { folder, settings: new Settings(folder, new KeptLog()) };
}

const home = { host: "127.0.0.1", port: 5050, tls: false };
const club = { host: "Chat.Example", port: 6000, tls: true };
const token = "ab".repeat(32);

describe("servers with an account", () => {
  test("stay in the order they came in, or the one that was wished for, with what they call themselves", () => {
    const { folder, settings } = settingsIn();
    settings.remember({ server: home, username: "ana", token });
    settings.remember({ server: club, username: "Ben", token });
    settings.remember({ server: home, username: "cleo", token: null });
    const names = () =>
      settingsIn(folder)
        .settings.accounts()
        .map(({ username, name }) => [username, name]);
    expect(names()).toEqual([
      ["ana", null],
      ["Ben", null],
      ["cleo", null],
    ]);
    const named = (server: typeof home, username: string) => ({ server, username, name: `of ${username}` });
    const stranger = named({ ...home, port: 1 }, "dora");
    settings.arrange(
      [named(club, "BEN"), stranger, named(home, "ana"), named(home, "ana")],
      named(home, "ana"),
    );
    expect(names()).toEqual([
      ["Ben", "of BEN"],
      ["ana", "of ana"],
      ["cleo", null],
    ]);
    expect(signInFor({}, settings)).toEqual({ server: home, username: "ana", token });
    settings.remember({ server: { ...club, tls: false }, username: "ben", token: null });
    expect(settings.accounts()[0]).toEqual({
      server: { ...club, tls: false },
      username: "ben",
      name: "of BEN",
    });
  });

  test("one that is forgotten leaves no token and no draft; its certificate stays known, the others stay", () => {
    const { folder, settings } = settingsIn();
    for (const username of ["ana", "ben"]) settings.remember({ server: club, username, token });
    settings.remember({ server: home, username: "ana", token });
    settings.pin(club, "AA");
    const account = (username: string) => ({
      server_id: "s",
      user_id: 1,
      met: { server: club, certificate: "AA", username },
    });
    for (const username of ["ana", "ben"]) settings.keep(account(username), "draft/1", `of ${username}`);
    settings.arrange([], { server: club, username: "ben", name: null });
    settings.forget(club, "Ben");
    settings.forgetKept(club, "Ben");
    const { settings: again } = settingsIn(folder);
    expect(again.accounts().map(({ username }) => username)).toEqual(["ana", "ana"]);
    expect([again.token(club, "ben"), again.token(club, "ana")]).toEqual([null, token]);
    expect([again.kept(account("ben")), again.kept(account("ana"))]).toEqual([{}, { "draft/1": "of ana" }]);
    expect(again.lastUsed()).toMatchObject({ server: club, username: "ana" });
    again.forget(club, "ana");
    expect(again.lastUsed()).toMatchObject({ server: home, username: "ana" });
    again.forget(home, "ana");
    expect(signInFor({}, again)).toMatchObject({
      username: "",
      server: { host: "127.0.0.1", port: 5050, tls: true },
    });
    expect([again.pinned(club), again.hasSpokenTls(club)]).toEqual(["AA", true]);
    expect(readFileSync(join(folder, "tokens.json"), "utf8")).not.toContain(token);
  });

  test("are bounded: first goes one without a token", () => {
    const { settings } = settingsIn();
    settings.remember({ server: { ...home, port: 1 }, username: "ana", token });
    settings.remember({ server: { ...home, port: 2 }, username: "ana", token: null });
    for (let port = 3; port <= clientLimits.servers_max + 1; port++)
      settings.remember({ server: { ...home, port }, username: "ana", token });
    const ports = settings.accounts().map(({ server }) => server.port);
    expect([ports.length, ports[0], ports[1]]).toEqual([clientLimits.servers_max, 1, 3]);
  }, 20_000);

  test("of an earlier version are those it was signed in to", () => {
    const { folder, settings } = settingsIn();
    settings.remember({ server: home, username: "ana", token });
    settings.remember({ server: club, username: "ben", token: null });
    const path = join(folder, "settings.json");
    const { accounts: _, ...older } = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify(older));
    expect(settings.accounts()).toEqual([{ server: home, username: "ana", name: null }]);
  });
});
