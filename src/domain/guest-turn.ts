import type { Context } from "./context.ts";
import type { Session } from "./session.ts";

/** So often it is looked again whether there is room for a request that waits. */
const look_again_ms_min = 100;

/**
 * Waits until one more request may be answered to who is not logged in: not at all, unless its address asks for too much.
 * Held up and not refused, as a refusal costs what an answer does. False: the connection has gone meanwhile.
 */
export async function awaitGuestTurn({ addresses, clock }: Context, session: Session): Promise<boolean> {
  while (!session.is_closed) {
    const wait_ms = addresses.takeGuestRequest(session.address);
    if (wait_ms === 0) return true;
    const { promise, resolve } = Promise.withResolvers<void>();
    clock.after(Math.max(wait_ms, look_again_ms_min), resolve);
    await promise;
  }
  return false;
}
