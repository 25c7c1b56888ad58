import { expect } from "bun:test";

import { generalOf, register, say, type Scene } from "./scene.ts";

export function describeWhole(scene: Scene): void {
  scene("the server has an id", async (store) => {
    expect(store.server_id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  scene("closing waits for the writes asked for before it", async (store) => {
    const [ana] = await register(store, "ana");
    const general = await generalOf(store);
    const asked = [1, 2, 3].map((at) => say(store, general, ana, `message ${at}`));
    await store.close();
    expect((await Promise.all(asked)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  scene("a closed store refuses writes, and may be closed again", async (store) => {
    const [ana] = await register(store, "ana");
    const general = await generalOf(store);
    await store.close();
    await expect(say(store, general, ana, "too late")).rejects.toThrow();
    await store.close();
  });
}
