import { Arranger } from "./actions/arranger.ts";
import { catchUp } from "./actions/catch-up.ts";
import { Deletions } from "./actions/deletions.ts";
import { FileLoader } from "./actions/file-loader.ts";
import { keeperListener } from "./actions/host.ts";
import { IdleWatch } from "./actions/idle-watch.ts";
import { KeptTexts } from "./actions/kept-texts.ts";
import { OutboxDisk } from "./actions/outbox-disk.ts";
import { OutboxSender } from "./actions/outbox-sender.ts";
import { notePeople } from "./actions/people.ts";
import { receiveChatEvent } from "./actions/receive-event.ts";
import { attempt, sayProblem } from "./actions/say.ts";
import { TrustDesk } from "./actions/trust-desk.ts";
import { TypingSender } from "./actions/typing-sender.ts";
import { Uploader } from "./actions/uploader.ts";
import type { App } from "./app.ts";
import type { HostPort } from "./link/bridge.ts";
import { Keeper } from "./link/keeper.ts";
import { type ClientAbout, Link } from "./link/link.ts";
import type { Timers } from "./link/timers.ts";
import type { Servers } from "./servers.ts";
import { initialState, type State } from "./state/state.ts";
import { createStore } from "./state/store.ts";
import { deviceLabel } from "./text/device-label.ts";
import { dayStart } from "./text/time.ts";

interface AppParts {
  servers: Servers;
  part: number;
  bridge: HostPort;
  timers: Timers;
  /** Tells what this device is. */
  user_agent: string;
}

/** The parts list of all that is about one server, but what needs a document. */
export function createApp({ servers, part, bridge, timers, user_agent }: AppParts): App {
  const store = createStore(initialState(dayStart(timers.now_ms())));
  const link: Link = new Link(bridge, timers, () => aboutClient(store.state, user_agent), {
    event: (event) => receiveChatEvent(app, event),
    reply: (reply) => notePeople(app, reply),
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
    servers,
    part,
    store,
    bridge,
    link,
    keeper,
    timers,
    outbox,
    outbox_disk: new OutboxDisk(store, bridge, timers),
    kept: new KeptTexts(store, bridge, timers),
    arranger: new Arranger(store, link, timers, (error) => sayProblem(app, error)),
    deletions: new Deletions(store, link, timers),
    trust,
    idle_watch: new IdleWatch(store, link, timers),
    typing: new TypingSender(store, link, timers),
    uploader: new Uploader(store, link, timers, () => attempt(app, outbox.flush())),
    loader: new FileLoader(link, timers),
    saves: new Map(),
    catching_up: new Set(),
    submitting: new Set(),
    saving: new Set(),
    kept_drafts: undefined,
    sign_in_try: 0,
    token: null,
    go_to: undefined,
  };
  return app;
}

const aboutClient = ({ version, place }: State, user_agent: string): ClientAbout => ({
  version,
  device: deviceLabel(place, user_agent),
});
