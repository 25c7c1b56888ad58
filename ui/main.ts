// In the order in which they overrule each other.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/one-line.css";
import "./styles/buttons.css";
import "./styles/fields.css";
import "./styles/advanced.css";
import "./styles/card.css";
import "./styles/dialog.css";
import "./styles/chat.css";
import "./styles/sidebar.css";
import "./styles/rows.css";
import "./styles/channel-list.css";
import "./styles/avatar.css";
import "./styles/top-bar.css";
import "./styles/messages.css";
import "./styles/person-card.css";
import "./styles/profile.css";
import "./styles/message-marks.css";
import "./styles/rich-text.css";
import "./styles/message-parts.css";
import "./styles/message-tools.css";
import "./styles/emoji.css";
import "./styles/preview.css";
import "./styles/pins.css";
import "./styles/search.css";
import "./styles/composer.css";
import "./styles/files.css";
import "./styles/lightbox.css";
import "./styles/members.css";
import "./styles/banner.css";
import "./styles/placeholder.css";
import "./styles/menu.css";
import "./styles/people.css";
import "./styles/notices.css";
import "./styles/unread.css";
import "./styles/not-sent.css";
import "./styles/rail.css";
import "./styles/start.css";
import "./styles/hosting.css";
import "./styles/drawers.css";
import "./styles/settings.css";
import "./styles/themes.css";

import { effect, untracked } from "@preact/signals";
import { html, render } from "htm/preact";

import { readPreferences } from "../src/protocol/preferences.ts";
import { setAttentive, watchReading, watchTitle } from "./actions/attention.ts";
import { watchBack } from "./actions/back.ts";
import { setNarrow } from "./actions/drawers.ts";
import { unexpectedWords } from "./actions/error-words.ts";
import { loseHost, receiveHostMessage } from "./actions/host.ts";
import { watchOriginals } from "./actions/originals.ts";
import { askWithFiles, flushPage } from "./actions/quit.ts";
import { say } from "./actions/say.ts";
import { keepArrangement } from "./actions/servers.ts";
import { renewDay, watchDay } from "./actions/watch-day.ts";
import { watchZoom } from "./actions/zoom.ts";
import type { App } from "./app.ts";
import { watchAppearance } from "./components/appearance.ts";
import { keepPage } from "./components/keep-page.ts";
import { listenToKeys } from "./components/keys.ts";
import { keepTabInside } from "./components/tab-round.ts";
import { WindowView } from "./components/window-view.ts";
import type { Bridge } from "./link/bridge.ts";
import { SocketBridge } from "./link/socket-bridge.ts";
import { watchSpeaker } from "./link/speaker-lock.ts";
import { browserTimers } from "./link/timers.ts";
import { watchWake } from "./link/wake-watch.ts";
import { WebviewBridge } from "./link/webview-bridge.ts";
import { Servers } from "./servers.ts";
import { preferences } from "./state/preferences.ts";
import { reducers } from "./state/reducers.ts";
import { WebHost } from "./web-host/web-host.ts";

const bridge = createBridge();
preferences.value =
  bridge instanceof WebHost ? bridge.preferences : readPreferences(document.documentElement.dataset);
watchAppearance(window);
watchZoom(window);
const servers = new Servers(bridge, browserTimers, navigator.userAgent);
render(html`<${WindowView} servers=${servers} />`, document.body);
watchPage();
servers.bridge.listen(
  (message) => receiveHostMessage(servers, message),
  () => loseHost(servers),
);
servers.bridge.post({ type: "ready" });

function createBridge(): Bridge {
  const served_by = document.querySelector<HTMLMetaElement>('meta[name="served-by"]');
  if (served_by !== null) {
    const isKnown = (event_type: string) => Object.hasOwn(reducers, event_type);
    return new WebHost({ version: served_by.content, timers: browserTimers, isKnown });
  }
  if (window.chatPoll === undefined && location.protocol.startsWith("http"))
    return new SocketBridge(location.host, watchSpeaker(window));
  return new WebviewBridge(window, browserTimers);
}

function watchPage(): void {
  const { list, shown } = servers;
  const isLookedAt = () => document.visibilityState === "visible" && document.hasFocus();
  const look = () => {
    renewDay(servers);
    setAttentive(servers, isLookedAt());
    if (isLookedAt()) for (const { keeper } of list.value) keeper.tryNow();
  };
  for (const type of ["focus", "blur"]) window.addEventListener(type, look);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") for (const { kept } of list.value) kept.flush();
  });
  window.addEventListener("pagehide", () => flushPage(servers));
  window.addEventListener("beforeunload", (event) => askWithFiles(servers, event));
  window.addEventListener("focus", reach);
  window.addEventListener("online", reach);
  watchWake(browserTimers, reach);
  // Where the browser knows: another network is there, and the connection over the old one may be dead.
  if ("connection" in navigator && navigator.connection instanceof EventTarget)
    navigator.connection.addEventListener("change", reach);
  const used = () => {
    for (const { idle_watch } of list.value) idle_watch.used();
  };
  for (const type of ["keydown", "pointerdown", "pointermove", "wheel"])
    window.addEventListener(type, used, { capture: true, passive: true });
  // A fault of the page: the browser keeps the whole of it, the person gets one neutral sentence.
  window.addEventListener("error", ({ error }) => {
    if (error instanceof Error) say(shown.value, unexpectedWords());
  });
  window.addEventListener("unhandledrejection", () => say(shown.value, unexpectedWords()));
  keepPage(() => shown.value.store.state.place, document);
  listenToKeys(servers, document);
  keepTabInside(() => shown.value.store.state.place === "window", document);
  watchServers(() => {
    setAttentive(servers, isLookedAt());
    shown.value.keeper.tryNow();
  });
  watchBack(servers, window);
  watchTitle(servers, (title) => {
    document.title = title;
  });
  keepArrangement(servers);
  const narrow = matchMedia("(max-width: 840px)");
  const fit = () => setNarrow(servers, narrow.matches);
  narrow.addEventListener("change", fit);
  fit();
  watchDay(servers);
}

/** What is read and fetched of each server, whether it is shown or not. */
function watchServers(switched: () => void): void {
  const watched = new WeakSet<App>();
  let last: App | undefined;
  effect(() => {
    const shown = servers.shown.value;
    for (const app of servers.list.value) {
      if (watched.has(app)) continue;
      watched.add(app);
      untracked(() => {
        watchReading(app);
        watchOriginals(app);
      });
    }
    // Also when another came to be in the list; only what is shown is told.
    if (shown !== last) untracked(switched);
    last = shown;
  });
}

/** The network or the computer is there again, perhaps: what is up must show it, what is down is tried at once. */
function reach(): void {
  renewDay(servers);
  for (const { keeper, store, link } of servers.list.value) {
    keeper.tryNow();
    // While one logs in, the answer waits for the password to be checked, however well the link is.
    if (store.state.connection.stage === "up") link.probe();
  }
}
