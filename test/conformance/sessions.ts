import { expect } from "bun:test";

import { register, type Scene } from "./scene.ts";

const token_hash = "a".repeat(64);
const session = { token_hash, device: "laptop", now_ms: 1_000, expires_at_ms: 5_000 };

export function describeSessions(scene: Scene): void {
  scene("a session is found by its token until the moment it expires", async (store) => {
    const [ana] = await register(store, "ana");
    const { session_id } = await store.sessions.create({ ...session, user_id: ana });
    const record = { session_id, user_id: ana, username: "ana", expires_at_ms: 5_000 };
    expect(await store.sessions.use(token_hash, 4_999)).toEqual(record);
    expect(await store.sessions.use(token_hash, 5_000)).toBeUndefined();
    expect(await store.sessions.use("b".repeat(64), 2_000)).toBeUndefined();
  });

  scene("use after long silence answers the same", async (store) => {
    const [ana] = await register(store, "ana");
    await store.sessions.create({ ...session, user_id: ana, expires_at_ms: 9_000_000 });
    const first = await store.sessions.use(token_hash, 2_000);
    expect(first).toBeDefined();
    expect(await store.sessions.use(token_hash, 8_000_000)).toEqual(first);
  });

  scene("an ended session is gone, and ending it again is no error", async (store) => {
    const [ana] = await register(store, "ana");
    const { session_id } = await store.sessions.create({ ...session, user_id: ana });
    expect(await store.sessions.use(token_hash, 2_000)).toBeDefined();
    await store.sessions.end(session_id);
    expect(await store.sessions.use(token_hash, 2_000)).toBeUndefined();
    await store.sessions.end(session_id);
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
    expect(await store.sessions.use("4000".padStart(64, "0"), 3_000)).toBeDefined();
  });

  scene("one user has several sessions, each its own", async (store) => {
    const [ana] = await register(store, "ana");
    const laptop = await store.sessions.create({ ...session, user_id: ana });
    const phone_hash = "c".repeat(64);
    const phone = await store.sessions.create({ ...session, token_hash: phone_hash, user_id: ana });
    await store.sessions.end(laptop.session_id);
    expect(await store.sessions.use(phone_hash, 2_000)).toMatchObject({ session_id: phone.session_id });
  });
}
