import type { User } from "../../src/protocol/fields.ts";
import type { State } from "./state.ts";

/** What a user wants to be called, and their picture; either may be unset. */
export type Profile = Pick<User, "display_name" | "avatar_id">;

/** Of those who have set either, by user. Whatever was said of somebody last holds for all that shows them. */
export type Profiles = ReadonlyMap<number, Profile>;

/**
 * What a frame of the server changes in what is known of people, whatever kind of frame it is. What was found by a search was read
 * beside everything else, and may be older than what is known: it only adds.
 */
export function profilesSeen(
  state: Pick<State, "profiles" | "members" | "channels" | "me">,
  body: unknown,
): Partial<State> {
  let profiles: Map<number, Profile> | undefined;
  const is_found = typeof body === "object" && body !== null && "hits" in body;
  const changed = new Map<number, Profile>();
  for (const { user_id, display_name, avatar_id } of usersIn(body)) {
    const known = (profiles ?? state.profiles).get(user_id);
    if (known?.display_name === display_name && known?.avatar_id === avatar_id) continue;
    if (known !== undefined && is_found) continue;
    profiles ??= new Map(state.profiles);
    const profile: Profile = {
      ...(display_name !== undefined && { display_name }),
      ...(avatar_id !== undefined && { avatar_id }),
    };
    changed.set(user_id, profile);
    if (display_name === undefined && avatar_id === undefined) profiles.delete(user_id);
    else profiles.set(user_id, profile);
  }
  return profiles === undefined ? {} : { profiles, ...withPeople(state, changed) };
}

/** What to call somebody, by what came with them: right for members and oneself, who are kept as they are now. */
export const shownName = ({ username, display_name }: User): string => display_name ?? username;

/** What to call somebody of whom one may hold an old word, as who wrote a message. */
export const nameIn = (profiles: Profiles, { user_id, username }: User): string =>
  profiles.get(user_id)?.display_name ?? username;

/** The lists of people as they are called now; those that change nothing stay the same objects. */
function withPeople(
  { members, channels, me }: Pick<State, "members" | "channels" | "me">,
  changed: ReadonlyMap<number, Profile>,
): Partial<State> {
  const isChanged = ({ user_id }: User) => changed.has(user_id);
  const now = <U extends User>(user: U): U => {
    const { display_name: _, avatar_id: _id, ...rest } = user;
    return isChanged(user) ? ({ ...rest, ...changed.get(user.user_id) } as U) : user; // what was left out is optional
  };
  const lists = [...members].map(([id, list]) => [id, list.some(isChanged) ? list.map(now) : list] as const);
  const all = [...channels].map(
    ([id, channel]) =>
      [
        id,
        channel.members.some(isChanged) ? { ...channel, members: channel.members.map(now) } : channel,
      ] as const,
  );
  return {
    ...(lists.some(([id, list]) => list !== members.get(id)) && { members: new Map(lists) }),
    ...(all.some(([id, channel]) => channel !== channels.get(id)) && { channels: new Map(all) }),
    ...(me !== null && isChanged(me) && { me: now(me) }),
  };
}

/** Every user that a frame tells of, in order. The host has checked frames against their declarations. */
function* usersIn(value: unknown): Iterable<User> {
  if (typeof value !== "object" || value === null) return;
  if (isUser(value)) yield value;
  for (const part of Array.isArray(value) ? value : Object.values(value)) yield* usersIn(part);
}

const isUser = (value: object): value is User =>
  "user_id" in value && "username" in value && typeof value.username === "string";
