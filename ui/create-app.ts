import { keeperListener } from "./actions/host.ts";
import { catchUp } from "./actions/load-messages.ts";
import { OutboxSender } from "./actions/outbox-sender.ts";
import { receiveChatEvent } from "./actions/receive-event.ts";
import { attempt } from "./actions/say.ts";
import { TrustDesk } from "./actions/trust-desk.ts";
import type { App } from "./app.ts";
import type { Bridge } from "./link/bridge.ts";
import { Keeper } from "./link/keeper.ts";
import { Link } from "./link/link.ts";
import type { Timers } from "./link/timers.ts";
import { initialState } from "./state/state.ts";
import { createStore } from "./state/store.ts";
import { dayStart } from "./text/time.ts";

/** What this device is called in the list of one's sessions. */
const devices = { window: "chat window", browser: "chat in a browser" } as const;

/** The parts list of the page, all but what needs a document. */
export function createApp(bridge: Bridge, timers: Timers): App {
  const store = createStore(initialState(dayStart(timers.now_ms())));
  const about = () => ({ version: store.state.version, device: devices[store.state.place] });
  const link: Link = new Link(bridge, timers, about, {
    event: (event) => receiveChatEvent(app, event),
    down: (down) => keeper.lost(down),
  });
  const keeper = new Keeper(
    link,
    timers,
    keeperListener(() => app, reportError),
  );
  const outbox = new OutboxSender(store, link, timers, (channel_id) =>
    attempt(app, catchUp(app, channel_id)),
  );
  const trust = new TrustDesk(store);
  const app: App = {
    store,
    bridge,
    link,
    keeper,
    timers,
    outbox,
    trust,
    catching_up: new Set(),
    sign_in_try: 0,
  };
  return app;
}
