import type { App } from "../app.ts";
import type { Servers } from "../servers.ts";

/** On a narrow page both side panels are drawers over the conversation, and one at a time is open. */
export function toggleSidebar({ store }: App): void {
  store.commit({ sidebar_shown: !store.state.sidebar_shown });
}

export function closeDrawers({ store }: App): void {
  if (store.state.narrow) store.commit({ sidebar_shown: false, members_shown: false, search: null });
}

/** The search takes the place of the members while it is open. */
export function toggleMembers({ store }: App): void {
  const { members_shown, search } = store.state;
  store.commit({ members_shown: !members_shown || search !== null, search: null, sidebar_shown: false });
}

/** Notes whether the page is narrow. What lies beside the conversation on a wide page would hide it on a narrow one. */
export function setNarrow(servers: Servers, narrow: boolean): void {
  if (narrow === servers.shown.value.store.state.narrow) return;
  servers.commitAll({ narrow, sidebar_shown: false, members_shown: !narrow });
}
