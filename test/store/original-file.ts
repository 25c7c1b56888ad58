import type { Store } from "../../src/domain/ports/store.ts";
import { openStore } from "../../src/store/sqlite/open-store.ts";
import { createOriginalDatabase, type OriginalContents } from "../support/original-database.ts";
import { scratchFolder, standing_clock } from "./scratch.ts";
import { silentLog } from "./silent-log.ts";

export const options = { clock: standing_clock, log: silentLog, busy_timeout_ms: 50 };

/** A file of the original in a folder of its own. */
export async function originalFile(contents: OriginalContents): Promise<{ folder: string; path: string }> {
  const folder = scratchFolder().path;
  const path = `${folder}/chat.db`;
  await createOriginalDatabase(path, contents);
  return { folder, path };
}

export async function upgraded(
  contents: OriginalContents,
  look: (store: Store, path: string) => Promise<void>,
): Promise<void> {
  const { path } = await originalFile(contents);
  const store = await openStore({ ...options, path });
  try {
    await look(store, path);
  } finally {
    await store.close();
  }
}

export const said = async (store: Store, name: string) => {
  const [channel_id] = await store.channels.idsByName(1, name);
  if (channel_id === undefined) throw new Error(`There is no channel ${name}.`);
  return (await store.messages.history({ user_id: 1, channel_id, limit: 100 })).messages;
};

export const ana = { username: "Ana", password: "anas secret" };
export const ben = { username: "ben", password: "bens secret" };
export const general = { name: "general", description: "General discussion" };
export const music = {
  name: "music",
  description: "Songs",
  created_by: "ben",
  created_at: "2024-03-02 10:00:00",
};
export const hello = { channel: "general", author: "Ana", content: "hello" };

export const small_talk: OriginalContents = {
  users: [ana, ben],
  channels: [general, music],
  messages: [
    { channel: "general", author: "Ana", content: "hello", created_at: "2024-03-05 08:00:01" },
    { channel: "music", author: "ben", content: "la la", created_at: "2024-03-05 08:00:01" },
    {
      channel: "general",
      author: "ben",
      content: "waves",
      msg_type: "action",
      created_at: "2024-03-05T08:00:02.250Z",
    },
    { channel: "general", author: "Ana", content: "clock set back", created_at: "2024-03-05 07:00:00" },
  ],
  sessions: [{ username: "Ana", token: "f00d".repeat(16) }],
};
