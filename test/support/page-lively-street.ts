import type { Member } from "../../src/protocol/fields.ts";
import { busyStreet } from "./page-casts.ts";
import { device } from "./page-people.ts";
import type { PageServer } from "./page-server.ts";

/** The busy street with private and archived channels, a group, mentions, and people who are here in every way. */
export function livelyStreet(): PageServer {
  const chat = busyStreet();
  const { data } = chat;
  show(chat, "chidi", "idle");
  show(chat, "dalia", "dnd", "In the kitchen until six");
  show(chat, "emre", "online", "Fixing the ladder 🪜");
  show(chat, "fatima", "offline", "On the coast");
  const secret = data.channel("surprise", "Ben turns forty on the 14th. He knows nothing!", true, "private");
  const inside = new Set(["ana", "chidi", "dalia"]);
  chat.instead["member.list"] = ({ channel_id }) => {
    const people = [...data.people.values()];
    return {
      members: people.filter(({ username }) => channel_id !== secret.id || inside.has(username)),
    };
  };
  secret.created_by = chat.me.user_id;
  data.say(secret, data.person("dalia"), "Who writes the card?");
  data.say(secret, data.person("emre"), "@ana you have the nicest hand");
  const old = data.channel("party-2025", "Last year\u2019s street party");
  Object.assign(old, { archived_at_ms: Date.now() - 1, created_by: chat.me.user_id });
  data.say(old, data.person("ben"), "All benches are back. Thank you everybody!");
  const group = data.dm(chat.me, data.person("chidi"), data.person("emre"));
  data.say(group, data.person("chidi"), "Who brings the drill on Saturday?", { at_ms: Date.now() - 90_000 });
  const [general, garden] = data.channels.values();
  if (general === undefined || garden === undefined) return chat;
  data.say(general, data.person("dalia"), "@ana can you bring the spare key? cc @emre");
  data.say(general, data.person("emre"), "@here the water is back!");
  data.say(garden, data.person("chidi"), "@ana your turn on Thursday", { read: false });
  garden.mention_count = 1;
  const movies = [...data.channels.values()].find(({ name }) => name === "movie-night");
  if (movies !== undefined) data.say(movies, data.person("ben"), "Which film?", { read: false });
  chat.people.sessions.push(
    device(2, "Firefox on Windows", 0),
    device(3, "Window on macOS", 5),
    device(4, "", 70),
  );
  return chat;
}

function show({ data }: PageServer, username: string, status: Member["status"], status_text = ""): void {
  const member = data.people.get(data.person(username).user_id);
  if (member !== undefined) Object.assign(member, { status, status_text });
}
