import type { Context } from "./context.ts";
import type { GuestWait, Session } from "./session.ts";

/** So often it is looked again whether there is room for a request that waits. */
const look_again_ms_min = 100;

/**
 * Waits until one more request may be answered to who is not logged in: not at all, unless its address asks for too much.
 * Held up and not refused, as a refusal costs what an answer does. False: the connection has gone meanwhile.
 */
export async function awaitGuestTurn({ addresses, clock }: Context, session: Session): Promise<boolean> {
  session.guest_answering_since_ms = undefined;
  while (!session.is_closed) {
    const wait_ms = addresses.takeGuestRequest(session.address);
    if (wait_ms === 0) {
      session.guest_answering_since_ms = clock.steady();
      return true;
    }
    session.guest_wait ??= startWait(clock, session, Math.max(wait_ms, look_again_ms_min));
    await session.guest_wait.promise;
  }
  return false;
}

function startWait(clock: Context["clock"], session: Session, wait_ms: number): GuestWait {
  const { promise, resolve } = Promise.withResolvers<void>();
  const end = () => {
    cancel();
    session.guest_wait = undefined;
    resolve();
  };
  const cancel = clock.after(wait_ms, end);
  return { promise, end };
}
