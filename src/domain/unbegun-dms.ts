import { limits } from "../protocol/limits.ts";
import type { Context } from "./context.ts";
import { userOf } from "./user.ts";

/**
 * Upkeep: direct messages that were opened a while ago and in which nobody has written go. Nothing is waited for
 * between that and telling it, so that nobody is told of a message there, or hears a channel that is gone.
 */
export async function endUnbegunDms({
  store,
  bus,
  clock,
}: Pick<Context, "store" | "bus" | "clock">): Promise<void> {
  const ended = await store.channels.endUnbegunDms(clock.now() - limits.dm_unbegun_ms);
  for (const { channel_id, members } of ended)
    for (const member of members) {
      const event = { type: "member.left", body: { channel_id, user: userOf(member) } } as const;
      bus.publish({ audience: { user_ids: [member.user_id] }, event });
    }
}
