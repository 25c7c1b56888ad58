import type { HostMessage } from "../../src/protocol/bridge.ts";
import type { App } from "../app.ts";
import type { KeeperListener } from "../link/keeper.ts";
import { LinkDown } from "../link/link-error.ts";
import { preferences } from "../state/preferences.ts";
import type { PackedEmoji } from "../text/emoji.ts";
import { told } from "../words/words.ts";
import { enterChat } from "./enter-chat.ts";
import { errorWords } from "./error-words.ts";
import { noticeTold } from "./notify.ts";
import { openChannel } from "./open-channel.ts";
import { receiveSaved } from "./save-file.ts";
import { attempt, say } from "./say.ts";
import { linkWords } from "./sign-in-problem.ts";
import { cancelSignIn, setSignIn } from "./sign-in.ts";
import { forgetToken, leaveChat } from "./sign-out.ts";

type HostMessages = {
  [T in HostMessage["type"]]: (app: App, message: Extract<HostMessage, { type: T }>) => void;
};

const toLink = (app: App, message: HostMessage) => app.link.receive(message);

const receivers: HostMessages = {
  started,
  "notification.clicked"(app, { channel_id }) {
    app.store.commit({ dialog: null });
    openChannel(app, channel_id);
  },
  "notify.told": noticeTold,
  "save.told": receiveSaved,
  "part.loaded": (app, { text }) => app.store.commit({ emoji: JSON.parse(text) as PackedEmoji }),
  notifying: (app, { state }) => app.store.commit({ notifying: state }),
  warning: (app, { text }) => say(app, told(text)),
  "outbox.loaded": (app, message) => app.outbox_disk.receive(message),
  "outbox.kept"(app, message) {
    app.outbox_disk.noteKept(message);
    attempt(app, app.outbox.flush());
  },
  open: openFromOutside,
  "discover.found": (app, { servers, problem }) => app.store.commit({ nearby: { servers, problem } }),
  hosting: (app, { hosting }) => app.store.commit({ hosting }),
  "kept.loaded": (app, message) => app.kept.receive(message),
  "link.up": toLink,
  "link.down": toLink,
  "link.untrusted": toLink,
  "link.frames": toLink,
};

/** Takes a message of the client program. */
export function receiveHostMessage<T extends HostMessage["type"]>(
  app: App,
  message: Extract<HostMessage, { type: T }>,
): void {
  const receive: HostMessages[T] = receivers[message.type as T];
  receive(app, message);
}

/** The client program has ended: nothing on the page works any more. */
export function loseHost(app: App): void {
  app.keeper.stop();
  app.store.commit({ host: "gone" });
}

function started(
  app: App,
  { place, version, sign_in, waiting, preferences: chosen }: Extract<HostMessage, { type: "started" }>,
): void {
  preferences.value = chosen;
  const { server, username, token } = sign_in;
  setSignIn(app, { server, username });
  const screen = token === null ? "sign_in" : "connecting";
  app.store.commit({ host: "there", place, version, screen, left_waiting: waiting });
  if (token !== null) app.keeper.start(server, token);
}

/** Another start of the program leads to a server: whoever is signed in somewhere stays there. */
function openFromOutside(app: App, { sign_in }: Extract<HostMessage, { type: "open" }>): void {
  const { screen } = app.store.state;
  if (screen === "chat") return;
  const { server, username, token } = sign_in;
  cancelSignIn(app);
  setSignIn(app, { mode: "login", server, username, problem: null });
  if (token === null) return;
  app.store.commit({ screen: "connecting" });
  app.keeper.start(server, token);
}

/** What the keeping of the connection shows. `app` is asked for late: it is made after the keeper. */
export const keeperListener = (app: () => App, report: (error: unknown) => void): KeeperListener => ({
  dialing: () => app().store.commit({ connection: { stage: "dialing" } }),
  waiting(retry_at_ms, error) {
    const why =
      error instanceof LinkDown ? linkWords(error, app().store.state.sign_in.server) : errorWords(error);
    app().store.commit({ connection: { stage: "waiting", retry_at_ms, why } });
  },
  resumed: (resumed) => {
    enterChat(app(), resumed).catch((error: unknown) => {
      // A lost link is the keeper's affair; anything else leaves the page half loaded: begin again.
      if (error instanceof LinkDown) return;
      report(error);
      app().link.hangUp();
      app().keeper.lost(new LinkDown("lost", "The channels could not be loaded."));
    });
  },
  ended(why, session_over) {
    if (session_over) forgetToken(app());
    leaveChat(app(), { field: "form", text: told(why) });
  },
  untrusted: ({ fingerprint, pinned }, server, token) => {
    const decide = async () => {
      if (await app().trust.ask({ server, fingerprint, pinned }))
        app().keeper.start(server, token, fingerprint);
      else leaveChat(app(), null);
    };
    decide().catch(report);
  },
});
