import type { App } from "../app.ts";

/** Loads the list of one's devices. */
export async function loadSessions({ store, link }: App): Promise<void> {
  await link.request("session.list", {}, { settle: ({ sessions }) => store.commit({ sessions }) });
}

/** Ends one of one's other sessions. */
export async function endSession({ store, link }: App, session_id: number): Promise<void> {
  await link.request(
    "session.end",
    { session_id },
    {
      settle: () =>
        store.commit({
          sessions: store.state.sessions?.filter((one) => one.session_id !== session_id) ?? null,
        }),
    },
  );
}

/** Ends all of one's sessions but this one. */
export async function endOtherSessions(app: App): Promise<void> {
  await app.link.request("session.end_others", {}, { settle: () => keepCurrent(app) });
}

/** Sets a new password and gives how many other sessions that ended. Rejects with ChatError `wrong_credentials` when the present one is wrong. */
export async function changePassword(app: App, password: string, new_password: string): Promise<number> {
  const { ended } = await app.link.request(
    "password.change",
    { password, new_password },
    { settle: () => keepCurrent(app), timeout_ms: 60_000 },
  );
  return ended;
}

function keepCurrent({ store }: App): void {
  store.commit({ sessions: store.state.sessions?.filter(({ is_current }) => is_current) ?? null });
}
