import { Database } from "bun:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";

import { createCertificate, writeCertificate } from "../../src/system/certificates.ts";
import { runChat } from "../support/program.ts";
import { refusedStart } from "../support/refused-start.ts";
import { startServer, temporaryFolder } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";

let folder = "";
beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => rm(folder, { recursive: true }));

const refusal = (...args: string[]) => refusedStart(folder, ...args);

describe("an address that cannot be had", () => {
  test("a port in use: says so, and leaves the other server alone", async () => {
    await using server = await startServer();
    const said = await refusal("--no-tls", "--port", String(server.port));
    expect(said).toContain(`Port ${server.port} on 127.0.0.1 is in use`);
    expect(await readdir(folder)).toEqual([]);
    using ana = await PeerV1.register(server, "ana");
    expect(await ana.say("still here")).toMatchObject({ content: "still here" });
  });

  test("a port in use for the page: says so, by its option, and lets go of the other port", async () => {
    await using server = await startServer();
    const said = await refusal("--no-tls", "--web-port", String(server.web_port));
    expect(said).toContain(`Port ${server.web_port} on 127.0.0.1 is in use`);
    expect(said).toContain("--web-port");
    expect(await readdir(folder)).toEqual([]);
  });

  test("a database that was there before stays", async () => {
    await using server = await startServer();
    await (await startServer({ folder })).stop();
    await refusal("--no-tls", "--port", String(server.port));
    expect(await readdir(folder)).toContain("chat_data.db");
  });

  test("an address of another machine: says so", async () => {
    expect(await refusal("--no-tls", "--host", "203.0.113.1")).toContain("203.0.113.1 is no address of this");
  });
});

test("a host that is no address: says so", async () => {
  expect(await refusal("--no-tls", "--host", "999.1.1.1")).toContain("999.1.1.1 is no address to listen on");
});

test("a status file that cannot be written: says so, and leaves nothing", async () => {
  const said = await refusal("--no-tls", "--web-port", "0", "--status-file", join("nowhere", "status.json"));
  expect(said).toContain("See --status-file");
  expect(await readdir(folder)).toEqual([]);
});

test.skipIf(process.platform !== "linux")(
  "a log that cannot be written: says so once, and goes on",
  async () => {
    await using server = await startServer({ args: ["--log-file", "/dev/full", "--log-level", "debug"] });
    expect(server.log()).toMatch(/^chat: The log cannot be written to \/dev\/full \(ENOSPC\).*\n$/);
    using ana = await PeerV1.register(server, "ana");
    expect(await ana.say("heard")).toMatchObject({ content: "heard" });
    expect(server.log().split("\n")).toHaveLength(2);
    expect(await server.stop()).toBe(0);
  },
);

describe("a database that cannot be used is left as it is", () => {
  test("a file of another kind", async () => {
    await Bun.write(join(folder, "notes.txt"), "dear diary ".repeat(1_000));
    expect(await refusal("--no-tls", "--db", "notes.txt")).toContain("notes.txt is not a database");
    expect(await Bun.file(join(folder, "notes.txt")).text()).toBe("dear diary ".repeat(1_000));
    expect(await readdir(folder)).toEqual(["notes.txt"]);
  });

  test("a database of another program", async () => {
    {
      using other = new Database(join(folder, "music.db"));
      other.exec("CREATE TABLE songs (id INTEGER PRIMARY KEY, title TEXT)");
    }
    const before = await Bun.file(join(folder, "music.db")).bytes();
    expect(await refusal("--no-tls", "--db", "music.db")).toContain("music.db");
    expect(await Bun.file(join(folder, "music.db")).bytes()).toEqual(before);
    expect(await readdir(folder)).toEqual(["music.db"]);
  });

  test("a database of a newer version", async () => {
    {
      await using server = await startServer({ folder });
      await server.stop();
    }
    {
      using database = new Database(join(folder, "chat_data.db"));
      const version = database.query<{ user_version: number }, []>("PRAGMA user_version").get();
      database.exec(`PRAGMA user_version = ${(version?.user_version ?? 0) + 1_000}`);
    }
    const before = await Bun.file(join(folder, "chat_data.db")).bytes();
    expect(await refusal("--no-tls")).toMatch(/newer/);
    expect(await Bun.file(join(folder, "chat_data.db")).bytes()).toEqual(before);
  });

  test("a directory", async () => {
    await mkdir(join(folder, "chat_data.db"));
    expect(await refusal("--no-tls")).toContain("chat_data.db");
    expect(await readdir(join(folder, "chat_data.db"))).toEqual([]);
  });

  test("a file in a folder that is not there", async () => {
    expect(await refusal("--no-tls", "--db", join("nowhere", "chat.db"))).toContain("nowhere");
    expect(await readdir(folder)).toEqual([]);
  });

  test("a file that another server has", async () => {
    await using server = await startServer({ folder });
    using ana = await PeerV1.register(server, "ana");
    expect(await refusal("--no-tls")).toContain("Another chat server is using");
    expect(await ana.say("still here")).toMatchObject({ content: "still here" });
    await server.stop();
  });
});

describe("a certificate that cannot be used", () => {
  const pair = createCertificate({ names: ["localhost"], days: 10 });
  const other = createCertificate({ names: ["localhost"], days: 10 });
  const paths = () => ({ cert_path: join(folder, "my.crt"), key_path: join(folder, "my.key") });
  const named = ["--cert", "my.crt", "--key", "my.key"];

  test("named and missing", async () => {
    expect(await refusal(...named)).toContain("my.crt cannot be read: there is no such file");
    expect(await readdir(folder)).toEqual([]);
  });

  test("only the certificate named, and missing", async () => {
    expect(await refusal("--cert", "my.crt")).toContain("my.crt cannot be read");
    expect(await readdir(folder)).toEqual([]);
  });

  test("named by the environment and missing", async () => {
    const env = { CHAT_CERT: "my.crt" };
    const { code, err } = await runChat(["serve", "--port", "0"], { cwd: folder, env });
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("my.crt cannot be read") });
  });

  test("the key of another", async () => {
    await writeCertificate(paths(), { ...(await pair), key_pem: (await other).key_pem });
    expect(await refusal(...named)).toContain("my.key does not belong to the certificate my.crt");
  });

  test("no certificate at all in the file", async () => {
    await writeCertificate(paths(), { ...(await pair), cert_pem: "hello" });
    expect(await refusal(...named)).toContain("my.crt is not in PEM form");
  });

  test("half of the default pair is not replaced", async () => {
    await Bun.write(join(folder, "certs", "server.key"), (await pair).key_pem);
    expect(await refusal()).toContain("server.crt cannot be read");
    expect(await readdir(join(folder, "certs"))).toEqual(["server.key"]);
  });

  test("a place where the default pair cannot be made", async () => {
    await Bun.write(join(folder, "certs"), "a file, no folder");
    expect(await refusal()).toMatch(/cannot be written to certs.+a file is where a folder should be/);
    expect(await readdir(folder)).toEqual(["certs"]);
  });
});
