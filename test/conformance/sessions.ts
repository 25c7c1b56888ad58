import { expect } from "bun:test";

import { register, type Scene } from "./scene.ts";

const token_hash = "a".repeat(64);
const session = { token_hash, device: "laptop", now_ms: 1_000, expires_at_ms: 5_000 };
const [minute_ms, day_ms] = [60_000, 86_400_000];

export function describeSessions(scene: Scene): void {
  describeTokens(scene);
  describeDevices(scene);
  describeEnds(scene);
}

function describeTokens(scene: Scene): void {
  scene("a session is found by its token until the moment it expires", async (store) => {
    const [ana] = await register(store, "ana");
    const { session_id } = await store.sessions.create({ ...session, user_id: ana });
    const record = { session_id, user_id: ana, username: "ana", expires_at_ms: 5_000 };
    expect(await store.sessions.use(token_hash, 4_999, 1)).toEqual(record);
    expect(await store.sessions.use(token_hash, 5_000, day_ms)).toBeUndefined();
    expect(await store.sessions.use("b".repeat(64), 2_000, day_ms)).toBeUndefined();
  });

  scene("use moves the end away, never nearer", async (store) => {
    const [ana] = await register(store, "ana");
    await store.sessions.create({ ...session, user_id: ana, expires_at_ms: day_ms });
    const used = async (now_ms: number, session_ms: number) =>
      (await store.sessions.use(token_hash, now_ms, session_ms))?.expires_at_ms;
    expect(await used(10 * minute_ms, minute_ms)).toBe(day_ms);
    expect(await used(20 * minute_ms, day_ms)).toBe(day_ms + 20 * minute_ms);
    expect(await used(day_ms + 10 * minute_ms, day_ms)).toBe(2 * day_ms + 10 * minute_ms);
    expect(await used(2 * day_ms + 9 * minute_ms, day_ms)).toBeDefined();
    expect(await used(9 * day_ms, day_ms)).toBeUndefined();
  });

  scene("touch does the same for sessions that are connected", async (store) => {
    const [ana] = await register(store, "ana");
    const hashes = ["1", "2", "3"].map((digit) => digit.repeat(64));
    const ids: number[] = [];
    for (const token_hash of hashes)
      ids.push((await store.sessions.create({ ...session, token_hash, user_id: ana })).session_id);
    await store.sessions.touch(ids.slice(0, 2), 4_000, day_ms);
    const later = hashes.map((hash) => store.sessions.use(hash, 6_000, 1));
    expect((await Promise.all(later)).map((found) => found?.expires_at_ms)).toEqual([
      4_000 + day_ms,
      4_000 + day_ms,
      undefined,
    ]);
    const devices = await store.sessions.listFor(ana, 4_500);
    expect(devices.map(({ last_used_at_ms }) => last_used_at_ms)).toEqual([4_000, 4_000, 1_000]);
    await store.sessions.touch([], 7_000, day_ms);
  });

  scene("purge removes those that have expired and counts them", async (store) => {
    const [ana] = await register(store, "ana");
    for (const expires_at_ms of [2_000, 3_000, 4_000])
      await store.sessions.create({
        ...session,
        token_hash: String(expires_at_ms).padStart(64, "0"),
        user_id: ana,
        expires_at_ms,
      });
    expect(await store.sessions.purge(3_000)).toBe(2);
    expect(await store.sessions.purge(3_000)).toBe(0);
    expect(await store.sessions.use("4000".padStart(64, "0"), 3_000, 1)).toBeDefined();
  });
}

function describeDevices(scene: Scene): void {
  scene("one's devices, the last used first, without what has expired", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const make = async (user_id: number, device: string, now_ms: number, expires_at_ms: number) => {
      const token_hash = device.padEnd(64, "0");
      return (await store.sessions.create({ token_hash, user_id, device, now_ms, expires_at_ms })).session_id;
    };
    const laptop = await make(ana, "laptop", 1_000, day_ms);
    const phone = await make(ana, "phone", 2_000, day_ms);
    await make(ana, "library", 3_000, 4_000);
    await make(ben, "ben's", 3_000, day_ms);
    const used = [
      { session_id: phone, device: "phone", created_at_ms: 2_000, last_used_at_ms: 2_000 },
      { session_id: laptop, device: "laptop", created_at_ms: 1_000, last_used_at_ms: 1_000 },
    ];
    expect(await store.sessions.listFor(ana, 3_999)).toHaveLength(3);
    expect(await store.sessions.listFor(ana, 4_000)).toEqual(used);
    await store.sessions.use("laptop".padEnd(64, "0"), 2 * minute_ms, day_ms);
    expect((await store.sessions.listFor(ana, 3 * minute_ms)).map(({ device }) => device)).toEqual([
      "laptop",
      "phone",
    ]);
  });
}

function describeEnds(scene: Scene): void {
  const hashes = ["1", "2", "3"].map((digit) => digit.repeat(64));

  scene("a session is alive until it expires or is ended by its own user, once", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const { session_id } = await store.sessions.create({ ...session, user_id: ana });
    const isAlive = (user_id: number, now_ms: number) => store.sessions.isAlive(user_id, session_id, now_ms);
    expect(await isAlive(ana, 4_999)).toBe(true);
    expect(await isAlive(ana, 5_000)).toBe(false);
    expect(await isAlive(ben, 2_000)).toBe(false);
    expect(await store.sessions.end(ben, session_id)).toBe(false);
    expect(await store.sessions.use(token_hash, 2_000, 1)).toBeDefined();
    expect(await store.sessions.end(ana, session_id)).toBe(true);
    expect(await store.sessions.use(token_hash, 2_000, 1)).toBeUndefined();
    expect(await store.sessions.end(ana, session_id)).toBe(false);
    expect(await isAlive(ana, 2_000)).toBe(false);
  });

  scene("all others are ended, those of other users stay", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    const of_ben = await store.sessions.create({ ...session, user_id: ben });
    const ids: number[] = [];
    for (const token_hash of hashes)
      ids.push((await store.sessions.create({ ...session, token_hash, user_id: ana })).session_id);
    const [first = 0, second = 0, third = 0] = ids;
    expect((await store.sessions.endOthers(ana, second)).toSorted()).toEqual([first, third]);
    expect(await store.sessions.endOthers(ana, second)).toEqual([]);
    expect((await store.sessions.listFor(ana, 2_000)).map(({ session_id }) => session_id)).toEqual([second]);
    expect((await store.sessions.listFor(ben, 2_000)).map((one) => one.session_id)).toEqual([
      of_ben.session_id,
    ]);
  });

  scene("the oldest are ended, by their last use and then by their beginning", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    await store.sessions.create({ ...session, user_id: ben });
    const ids: number[] = [];
    for (const token_hash of hashes)
      ids.push((await store.sessions.create({ ...session, token_hash, user_id: ana })).session_id);
    const [first = 0, second = 0, third = 0] = ids;
    await store.sessions.touch([first], 2_000, minute_ms);
    expect(await store.sessions.endOldest(ana, 3)).toEqual([]);
    expect(await store.sessions.endOldest(ana, 2)).toEqual([second]);
    expect(await store.sessions.endOldest(ana, 1)).toEqual([third]);
    expect((await store.sessions.listFor(ana, 3_000)).map(({ session_id }) => session_id)).toEqual([first]);
    expect(await store.sessions.listFor(ben, 3_000)).toHaveLength(1);
  });

  scene("a new password ends all sessions but the one it was set in", async (store) => {
    const [ana, ben] = await register(store, "ana", "ben");
    await store.sessions.create({ ...session, user_id: ben });
    const ids: number[] = [];
    for (const token_hash of hashes)
      ids.push((await store.sessions.create({ ...session, token_hash, user_id: ana })).session_id);
    const [keep_session_id = 0, ...others] = ids;
    const present_hash = "hash of ana";
    const change = { user_id: ana, present_hash, password_hash: "another hash", keep_session_id };
    expect((await store.users.changePassword(change))?.toSorted()).toEqual(others);
    // Who has looked at the present password before that comes too late.
    const late = { ...change, password_hash: "a late hash", keep_session_id: others[0] ?? 0 };
    expect(await store.users.changePassword(late)).toBeUndefined();
    expect(await store.users.byName("ana")).toMatchObject({ password_hash: "another hash" });
    expect(await store.users.byName("ben")).toMatchObject({ password_hash: "hash of ben" });
    const found = await Promise.all(hashes.map((hash) => store.sessions.use(hash, 2_000, 1)));
    expect(found.map((one) => one?.session_id)).toEqual([keep_session_id, undefined, undefined]);
    expect(await store.sessions.use(token_hash, 2_000, 1)).toBeDefined();
  });

  scene("ids of sessions are never given twice", async (store) => {
    const [ana] = await register(store, "ana");
    const { session_id } = await store.sessions.create({ ...session, user_id: ana });
    await store.sessions.end(ana, session_id);
    const next = await store.sessions.create({ ...session, user_id: ana });
    expect(next.session_id).toBeGreaterThan(session_id);
  });
}
