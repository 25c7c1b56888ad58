import { html, render } from "htm/preact";

import { setAttentive, watchReading, watchTitle } from "./actions/attention.ts";
import { unexpected_words } from "./actions/error-words.ts";
import { keeperListener, loseHost, receiveHostMessage } from "./actions/host.ts";
import { catchUp } from "./actions/load-messages.ts";
import { OutboxSender } from "./actions/outbox-sender.ts";
import { receiveChatEvent } from "./actions/receive-event.ts";
import { attempt, say } from "./actions/say.ts";
import { TrustDesk } from "./actions/trust-desk.ts";
import type { App } from "./app.ts";
import { AppContext } from "./components/app-context.ts";
import { AppView } from "./components/app-view.ts";
import { listenToKeys } from "./components/keys.ts";
import type { Bridge } from "./link/bridge.ts";
import { Keeper } from "./link/keeper.ts";
import { Link } from "./link/link.ts";
import { SocketBridge } from "./link/socket-bridge.ts";
import { browserTimers } from "./link/timers.ts";
import { WebviewBridge } from "./link/webview-bridge.ts";
import { initialState } from "./state/state.ts";
import { createStore } from "./state/store.ts";
import { dayStart } from "./text/time.ts";

const app = createApp();
render(html`<${AppContext.Provider} value=${app}><${AppView} /></>`, document.body);
watchPage();
app.bridge.listen(
  (message) => receiveHostMessage(app, message),
  () => loseHost(app),
);
app.bridge.post({ type: "ready" });

/** The parts list of the page. */
function createApp(): App {
  const timers = browserTimers;
  const store = createStore(initialState(dayStart(timers.now_ms())));
  const bridge = createBridge();
  const link: Link = new Link(bridge, timers, () => store.state.version, {
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
  return { store, bridge, link, keeper, timers, outbox, trust, catching_up: new Set(), sign_in_try: 0 };
}

function createBridge(): Bridge {
  if (window.chatPoll === undefined && location.protocol.startsWith("http"))
    return new SocketBridge(location.host);
  return new WebviewBridge(window, browserTimers);
}

function watchPage(): void {
  const look = () => {
    setAttentive(app, document.visibilityState === "visible" && document.hasFocus());
    if (app.store.state.attentive) app.keeper.tryNow();
  };
  for (const type of ["focus", "blur"]) window.addEventListener(type, look);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", () => app.link.probe());
  window.addEventListener("online", () => {
    app.keeper.tryNow();
    app.link.probe();
  });
  // A fault of the page: the browser keeps the whole of it, the person gets one neutral sentence.
  window.addEventListener("error", ({ error }) => {
    if (error instanceof Error) say(app, unexpected_words);
  });
  window.addEventListener("unhandledrejection", () => say(app, unexpected_words));
  listenToKeys(app, document);
  watchReading(app);
  watchTitle(app, (title) => {
    document.title = title;
  });
  look();
  watchDay();
}

/** At midnight what was today is yesterday. A minute is as near as the words need. */
function watchDay(): void {
  const today_ms = dayStart(app.timers.now_ms());
  if (today_ms !== app.store.state.today_ms) app.store.commit({ today_ms });
  app.timers.after(60_000, watchDay);
}
