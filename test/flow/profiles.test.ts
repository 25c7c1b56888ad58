import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";

import { limits } from "../../src/protocol/limits.ts";
import {
  onceThereIsRoom,
  onDisk,
  onlyOnDisk,
  pathOf,
  pngHeader,
  someBytes,
  upload,
} from "../support/files.ts";
import { bombs, gifHeader, no_pictures, webpHeader } from "../support/hostile/pictures.ts";
import { friends } from "../support/people.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { PeerV1 } from "../support/v1-peer.ts";
import { PeerV2 } from "../support/v2-peer.ts";

setDefaultTimeout(30_000);

const general = 1;
/** Square, small, and another one for each number. */
const face = (number: number) => {
  const png = pngHeader(64, 64, 400);
  png.set([number], 399);
  return png;
};

type People = Awaited<ReturnType<typeof friends<"ana" | "ben">>>;
let server: TestServer;
let people: People;
beforeAll(async () => {
  server = await startServer({ args: ["--files-total-max", "1"] });
  people = await friends(server, "ana", "ben");
});
afterAll(async () => {
  people[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

const setFace = (peer: PeerV2, bytes: Uint8Array | null) =>
  peer.request("profile.set_avatar", { data: bytes?.toBase64() ?? null });

test("a name is told at once to everybody and one's other devices, and holds for all that comes after", async () => {
  const { ana, ben } = people;
  using phone = await PeerV2.login(server, "ana");
  await ana.say(general, "before");
  const user = { ...ana.user, display_name: "Ana Lund" };
  expect(await phone.request("profile.set", { display_name: "  Ana \n Lund " })).toEqual({ user });
  for (const peer of [ana, ben, phone]) expect(await peer.next("user.updated")).toEqual({ user });

  // On connections that were there before: what they do is told under the new name.
  await ana.request("typing.start", { channel_id: general });
  expect((await ben.next("typing.started")).user).toEqual(user);
  const { id } = await ana.say(general, "after");
  await ana.request("message.react", { id, emoji: "👍", on: true });
  expect((await ben.next("message.reacted")).user).toEqual(user);
  await ana.request("presence.choose", { status_text: "here" });
  expect((await ben.next("presence.changed")).users).toEqual([
    { ...user, status: "online", status_text: "here" },
  ]);
  const { messages } = await ben.request("message.history", { channel_id: general });
  expect(messages.map(({ author }) => author)).toEqual([user, user]);
  // The index follows a moment behind; the test's own time limit ends it.
  const found = () => ben.request("message.search", { words: ["before"] });
  let hits = (await found()).hits;
  while (hits.length === 0) hits = (await found()).hits;
  expect(hits.map(({ author }) => author)).toEqual([user]);

  using later = await PeerV2.connect(server);
  expect((await later.request("session.resume", { token: phone.token })).user).toEqual(user);
  expect((await ana.request("profile.set", { display_name: null })).user).toEqual(ana.user);
  expect((await ben.request("user.get", { user_ids: [ana.user.user_id, 4_711] })).users).toMatchObject([
    { ...ana.user, status: "online" },
  ]);
});

test("protocol 1 knows usernames only", async () => {
  const { ana } = people;
  using olga = await PeerV1.register(server, "olga");
  await ana.request("profile.set", { display_name: "Ana Lund" });
  await setFace(ana, face(1));
  await ana.say(general, "who am I?");
  const told = await olga.next("message");
  expect(told["sender"]).toBe("ana");
  expect(JSON.stringify([told, ...(await olga.fence())])).not.toMatch(/Lund|avatar|user\.updated/);
  await ana.request("profile.set", { display_name: null });
  await setFace(ana, null);
});

describe("a display name is one line that reaches no further than itself", () => {
  test.each([
    ["a\u202eb\u2066c\u200f", "abc"],
    ["\u0000Ana\u0007\u009b", "Ana"],
    ["A\u200bn\u2060a\ufeff\u00ad", "Ana"],
    ["Ana\u2028Lund\r\n\t!", "Ana Lund !"],
    ["👩‍👩‍👧 ❤️", "👩‍👩‍👧 ❤️"],
    ["<b>&amp;", "<b>&amp;"],
    ["x".repeat(32), "x".repeat(32)],
    ["👍".repeat(32), "👍".repeat(32)],
  ])("%j becomes %j", async (given, display_name) => {
    const { user } = await people.ana.request("profile.set", { display_name: given });
    expect(user.display_name).toBe(display_name);
  });

  test.each([
    ["", "blank"],
    [" \n ", "blank"],
    ["\u202e\u200b", "blank"],
    ["\u3164\u2800\u200d", "blank"],
    ["x".repeat(33), "at most 32"],
    ["👍".repeat(33), "at most 32"],
  ])("%j is refused in words", async (display_name, words) => {
    const set = people.ana.request("profile.set", { display_name });
    await expect(set).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining(words) });
  });
});

test("a picture is read by everybody logged in, as it was sent, until another takes its place", async () => {
  const { ana, ben } = people;
  const { user } = await setFace(ana, face(1));
  expect((await ben.next("user.updated")).user.user_id).toBe(ana.user.user_id);
  const avatar_id = user.avatar_id ?? 0;
  const read = (id: number) => ben.request("profile.read_avatar", { avatar_id: id });
  expect(await read(avatar_id)).toEqual({ media_type: "image/png", data: face(1).toBase64() });
  await setFace(ben, face(1)); // the same bytes, on disk once
  await onlyOnDisk(server, ana, [pathOf(face(1))]);
  const second = (await setFace(ana, face(2))).user.avatar_id ?? 0;
  expect(second).not.toBe(avatar_id);
  await expect(read(avatar_id)).rejects.toMatchObject({ code: "not_found" });
  expect((await read(second)).data).toBe(face(2).toBase64());
  await onlyOnDisk(server, ana, [pathOf(face(1)), pathOf(face(2))]);
  await setFace(ben, null);
  expect((await setFace(ana, null)).user).not.toHaveProperty("avatar_id");
  await onlyOnDisk(server, ana, []);
  await expect(read(second)).rejects.toMatchObject({ code: "not_found" });
});

describe("what is no small square picture is refused in words, and leaves nothing", () => {
  const large = new Uint8Array([...pngHeader(64, 64), ...someBytes(limits.avatar_bytes_max)]);
  test.each([
    ...Object.entries({ ...no_pictures, ...bombs, "a gif": gifHeader(8, 8), nothing: new Uint8Array() }),
    ["a png that ends in its header", pngHeader(8, 8).subarray(0, 20)] as const,
    ["257 pixels a side", pngHeader(257, 257)] as const,
    ["a webp of 300", webpHeader(300, 300)] as const,
    ["not square", pngHeader(64, 63)] as const,
    ["no pixels", pngHeader(0, 0)] as const,
    ["over 64 KiB", large] as const,
  ])("%s", async (_, bytes) => {
    const set = setFace(people.ana, bytes);
    await expect(set).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(/picture/) });
    expect(onDisk(server)).toEqual([]);
  });

  test("no base64, and more of it than any picture has", async () => {
    for (const data of ["not base64!", "A".repeat(100_000)])
      await expect(people.ana.request("profile.set_avatar", { data })).rejects.toMatchObject({
        code: "invalid",
      });
  });
});

test("ids of others' files read no file, and files are no pictures of people", async () => {
  const { ana, ben } = people;
  const file = await upload(ana, "secret.png", face(7));
  for (let avatar_id = 1; avatar_id <= file.id + 1; avatar_id++)
    await expect(ben.request("profile.read_avatar", { avatar_id })).rejects.toMatchObject({
      code: "not_found",
    });
  const { user } = await setFace(ben, face(7));
  // The same content: each of the two keeps it, whichever goes first.
  await ana.request("file.discard", { file_id: file.id });
  expect((await ana.request("profile.read_avatar", { avatar_id: user.avatar_id ?? 0 })).data).toBe(
    face(7).toBase64(),
  );
  await setFace(ben, null);
  await onlyOnDisk(server, ana, []);
});

test("pictures have their part of the room for files", async () => {
  const { ana } = people;
  const file = await upload(ana, "most.bin", someBytes(999_900));
  await expect(setFace(ana, face(1))).rejects.toMatchObject({ code: "no_room" });
  await ana.request("file.discard", { file_id: file.id });
  const { user } = await onceThereIsRoom(() => setFace(ana, face(1)));
  expect(user.avatar_id).toBeGreaterThan(0);
});

test("a server without files says that it has no pictures, and still takes names, so many in a while", async () => {
  await using bare = await startServer({ args: ["--no-files"], rate_limit: 5 });
  using ben = await PeerV2.register(bare, "ben");
  const refusal = { code: "unsupported", message: expect.stringContaining("no pictures of people") };
  await expect(setFace(ben, face(1))).rejects.toMatchObject(refusal);
  expect((await ben.request("profile.set", { display_name: "Ben" })).user.display_name).toBe("Ben");
  for (let again = 1; again < limits.profile_changes_per_period - 1; again++)
    await ben.request("profile.set", { display_name: "Ben" });
  await expect(ben.request("profile.set", { display_name: "Bo" })).rejects.toMatchObject({
    code: "rate_limited",
  });
});
