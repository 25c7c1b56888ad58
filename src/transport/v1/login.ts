import { dispatch } from "../../domain/dispatch.ts";
import { ChatError } from "../../protocol/errors.ts";
import type { Message } from "../../protocol/message.ts";
import { failedTries } from "../peer-v2.ts";
import { join, tellChannels } from "./channels.ts";
import type { ClientV1 } from "./client.ts";
import { errorV1 } from "./errors.ts";
import { holdingEvents } from "./events.ts";
import { type Fields, textOf } from "./fields.ts";
import { privateMessageV1 } from "./frames.ts";

/** The client gets its answers first; only then do the others learn that its user has come. */
export async function authenticate(
  client: ClientV1,
  name: "session.register" | "session.login",
  fields: Fields,
): Promise<void> {
  const { context, session } = client;
  session.is_discreet = true;
  try {
    await holdingEvents(client, async () => {
      if (await logIn(client, name, fields)) await welcome(client);
    });
  } finally {
    session.is_discreet = false;
    if (session.login) context.presence.note(session.login);
  }
}

/** Whatever comes of it is told as the result: clients wait for nothing else. */
async function logIn(
  client: ClientV1,
  name: "session.register" | "session.login",
  fields: Fields,
): Promise<boolean> {
  const { context, session, line } = client;
  const body = { username: textOf(fields["username"]), password: textOf(fields["password"]) };
  try {
    const { user, token } = await dispatch(context, session, name, body);
    client.tell("auth_result", { success: true, token, username: user.username });
    return true;
  } catch (error) {
    client.tell("auth_result", { success: false, error: errorV1(context, error).message });
    // Also who is told that a name or password will not do is about to type another.
    if (error instanceof ChatError && (error.code === "invalid" || failedTries.has(error.code)))
      line.restartLoginTimeout();
    return false;
  }
}

/**
 * What follows a login: the channels, the default one joined, and private messages that came meanwhile. A client that cannot be told
 * all of it would take what comes next for all there is: it comes back instead.
 */
async function welcome(client: ClientV1): Promise<void> {
  const { context, session } = client;
  if (!session.login) return; // the connection went while the password was checked
  try {
    await tellChannels(client);
    const [general_id] = await context.store.channels.idsByName(session.login.user_id, "general");
    if (general_id !== undefined) await join(client, general_id);
    await tellUndelivered(client, session.login.user_id);
  } catch (error) {
    client.tell("error", errorV1(context, error));
    client.line.close("internal");
  }
}

/** There may be thousands, and many more between them, so they are read a page at a time, and the next one when there is room for it. */
async function tellUndelivered(client: ClientV1, user_id: number): Promise<void> {
  const { members } = client.context.store;
  let page = await members.undelivered(user_id);
  tellPage(client, page.messages);
  while (page.next && !client.session.is_closed) {
    await client.line.room();
    await client.context.turns.next(user_id); // others have their turn between two pages
    page = await members.undelivered(user_id, page.next);
    tellPage(client, page.messages);
  }
}

function tellPage(client: ClientV1, page: readonly Message[]): void {
  for (const message of page) {
    if (message.seq <= (client.seen.get(message.channel_id) ?? 0)) continue;
    client.seen.set(message.channel_id, message.seq);
    const usernames = client.directory.membersOf(message.channel_id);
    client.tell("private_message", privateMessageV1(message, usernames, client.username));
    client.told.set(message.channel_id, message.seq);
  }
}
