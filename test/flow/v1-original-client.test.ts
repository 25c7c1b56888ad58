import { describe, expect, test } from "bun:test";

import { friends } from "../support/people.ts";
import { Output } from "../support/program.ts";
import { startServer, type TestServer, wires } from "../support/server.ts";

const script = Bun.fileURLToPath(new URL("../support/original-client.ts", import.meta.url));

/** Starts a client of the original program and waits until it has logged in and joined general. */
async function startOriginal(server: TestServer, way: "register" | "login", name: string) {
  const place = [server.host, String(server.port), server.tls ? "tls" : "plain"];
  const child = Bun.spawn([process.execPath, script, ...place, way, name, "correct horse"], {
    stdin: "pipe",
    stdout: "pipe",
    stderr: "inherit",
  });
  const screen = new Output(child.stdout);
  await screen.until(/joined #general/);
  return {
    screen,
    exited: child.exited,
    type: (line: string) => {
      void child.stdin.write(`${line}\n`);
      void child.stdin.flush();
    },
    [Symbol.dispose]: () => child.kill("SIGKILL"),
  };
}

describe.each(wires)("two clients of the original, $wire", ({ tls }) => {
  test("do everything that the original could", async () => {
    await using server = await startServer({ tls });
    using alice = await startOriginal(server, "register", "alice");
    using bob = await startOriginal(server, "register", "bob");
    await alice.screen.until(/bob joined #general\nbob is online\n/);

    alice.type("hello Bob, grüß dich 👋");
    await bob.screen.until(/#general <alice> hello Bob, grüß dich 👋\n/);
    bob.type("/me waves");
    await alice.screen.until(/#general \* bob waves\n/);
    alice.type("/msg BOB psst");
    await bob.screen.until(/from alice: psst\n/);
    await alice.screen.until(/to bob: psst\n/);

    bob.type("/create games");
    await alice.screen.until(/new channel: games\n/);
    alice.type("/join games");
    await alice.screen.until(/joined #games: alice; \n/);
    bob.type("/join games");
    await alice.screen.until(/bob joined #games\n/);
    await bob.screen.until(/joined #games: alice, bob; \n/);
    await bob.screen.until(/joined #games: alice, bob; \n/);
    bob.type("a move");
    await alice.screen.until(/#games <bob> a move\n/);
    alice.type("/users");
    await alice.screen.until(/users of #games: alice, bob\n/);

    bob.type("/quit");
    expect(await bob.exited).toBe(0);
    await alice.screen.until(/bob is offline\n/);
    expect(alice.screen.text + bob.screen.text).not.toMatch(/! unknown|error/);

    using again = await startOriginal(server, "login", "BOB");
    await again.screen.until(
      /logged in as bob\nchannels: games, general\njoined #general: alice, bob; hello Bob/,
    );
  });
});

test("a client of the original and one of protocol 2 talk to each other", async () => {
  await using server = await startServer();
  using people = await friends(server, "ana");
  const { channels } = await people.ana.request("channel.list", {});
  const general = channels[0]?.id ?? 0;
  using alice = await startOriginal(server, "register", "alice");

  await people.ana.say(general, "from the new one");
  await alice.screen.until(/#general <ana> from the new one\n/);
  alice.type("from the old one");
  await people.ana.next("message.created");
  const { message } = await people.ana.next("message.created");
  expect(message).toMatchObject({ author: { username: "alice" }, content: "from the old one", nonce: null });

  const { channel } = await people.ana.request("dm.open", { usernames: ["ALICE"] });
  await people.ana.say(channel.id, "between us");
  await alice.screen.until(/from ana: between us\n/);
  alice.type("/msg ana yes?");
  await people.ana.next("message.created");
  expect((await people.ana.next("message.created")).message).toMatchObject({
    channel_id: channel.id,
    content: "yes?",
  });
  alice.type("/quit");
  expect(await alice.exited).toBe(0);
});
