import type { HostMessage } from "../../src/protocol/bridge.ts";
import type { App } from "../app.ts";
import type { KeeperListener } from "../link/keeper.ts";
import { LinkDown } from "../link/link-error.ts";
import type { Servers } from "../servers.ts";
import { channelLabel } from "../state/channels.ts";
import { nothing_open } from "../state/dialogs.ts";
import { preferences } from "../state/preferences.ts";
import { readChatLink } from "../text/chat-link.ts";
import type { PackedEmoji } from "../text/emoji.ts";
import { told, words } from "../words/words.ts";
import { startServers } from "./accounts.ts";
import { enterChat } from "./enter-chat.ts";
import { errorWords } from "./error-words.ts";
import { openFromOutside, setOut } from "./follow-link.ts";
import { noticeTold } from "./notify.ts";
import { openChannel } from "./open-channel.ts";
import { receiveSaved } from "./save-file.ts";
import { attempt, say } from "./say.ts";
import { linkWords } from "./sign-in-problem.ts";
import { forgetToken, leaveChat } from "./sign-out.ts";
import { receiveFound, receiveHosting } from "./start.ts";

type HostMessages = {
  [T in HostMessage["type"]]: (app: App, message: Extract<HostMessage, { type: T }>) => void;
};

const toLink = (app: App, message: HostMessage) => app.link.receive(message);

const receivers: HostMessages = {
  started(app, message) {
    preferences.value = message.preferences;
    startServers(app.servers, message);
    const link = message.go_to === null ? null : readChatLink(message.go_to);
    if (link !== null && typeof link !== "string") setOut(app, link.place);
  },
  "notification.clicked"(app, { channel_id }) {
    app.servers.show(app);
    app.store.commit(nothing_open);
    const { channels, me } = app.store.state;
    const channel = channels.get(channel_id);
    if (channel?.joined === false) say(app, words().notices.left(channelLabel(channel, me?.user_id)));
    else openChannel(app, channel_id);
  },
  "notify.told": noticeTold,
  "save.told": receiveSaved,
  "part.loaded": ({ servers }, { text }) => servers.commitAll({ emoji: JSON.parse(text) as PackedEmoji }),
  notifying: ({ servers }, { state }) => servers.commitAll({ notifying: state }),
  warning: (app, { text }) => say(app, told(text)),
  "outbox.loaded"(app, message) {
    app.outbox_disk.receive(message);
    attempt(app, app.outbox.flush());
  },
  "outbox.kept"(app, message) {
    app.outbox_disk.noteKept(message);
    attempt(app, app.outbox.flush());
  },
  open: openFromOutside,
  "discover.found": receiveFound,
  hosting: receiveHosting,
  "kept.loaded": (app, message) => app.kept.receive(message),
  "link.up": toLink,
  "link.down": toLink,
  "link.untrusted": toLink,
  "link.frames": toLink,
};

/** Takes a message of the client program, to the server it is about, or that is shown where it is about none. */
export function receiveHostMessage(servers: Servers, message: HostMessage): void {
  const routed = servers.switchboard.route(message);
  if (routed === undefined) return;
  const { part } = routed;
  const app = part === undefined ? servers.shown.value : servers.list.value.find((one) => one.part === part);
  if (app !== undefined) receive(app, routed.message);
}

function receive<T extends HostMessage["type"]>(app: App, message: Extract<HostMessage, { type: T }>): void {
  const receiver: HostMessages[T] = receivers[message.type as T];
  receiver(app, message);
}

/** The client program has ended: nothing on the page works any more. */
export function loseHost(servers: Servers): void {
  for (const { keeper, store } of servers.list.value) {
    keeper.stop();
    store.commit(nothing_open);
  }
  servers.commitAll({ host: "gone" });
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
