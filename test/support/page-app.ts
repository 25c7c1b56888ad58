import { receiveHostMessage } from "../../ui/actions/host.ts";
import { signIn } from "../../ui/actions/sign-in.ts";
import type { App } from "../../ui/app.ts";
import { Servers } from "../../ui/servers.ts";
import { FakeBridge } from "./page-bridge.ts";
import { PageOutbox } from "./page-outbox.ts";
import { PageServer } from "./page-server.ts";
import { FakeTimers, settled } from "./page-timers.ts";

export interface PageStage {
  app: App;
  bridge: FakeBridge;
  timers: FakeTimers;
  chat: PageServer;
}

/** The page without a screen, at the sign-in form: ana's, with ben, and the channel general with three messages of ben's. */
export function stageAtSignIn(prepare: (chat: PageServer) => void = () => {}): PageStage {
  const chat = new PageServer("ana");
  const ben = chat.data.person("ben");
  const general = chat.data.channel("general", "General discussion");
  for (const text of ["one", "two", "three"]) chat.data.say(general, ben, text);
  prepare(chat);
  return stageOn(chat, new PageOutbox());
}

/** A page of ana's at the sign-in form, on a server that is there and with what an earlier page left in the outbox. */
export function stageOn(chat: PageServer, outbox: PageOutbox): PageStage {
  const bridge = new FakeBridge(chat, outbox);
  const timers = new FakeTimers();
  const servers = new Servers(bridge, timers);
  bridge.listen((message) => receiveHostMessage(servers, message));
  return { app: servers.shown.value, bridge, timers, chat };
}

/** The same, logged in, with general open. */
export async function stageInChat(prepare?: (chat: PageServer) => void): Promise<PageStage> {
  return loggedIn(stageAtSignIn(prepare));
}

export async function loggedIn(stage: PageStage): Promise<PageStage> {
  await signIn(stage.app, { username: "ana", password: "correct horse", stay: true });
  await settled();
  return stage;
}

/** The texts on screen in a channel, oldest first; those not yet acknowledged in brackets. */
export function texts({ app }: PageStage, channel_id = 1): string[] {
  const { timelines, outbox } = app.store.state;
  const sent = timelines.get(channel_id)?.messages.map(({ content }) => content) ?? [];
  const pending = outbox.filter((one) => one.channel_id === channel_id);
  return [...sent, ...pending.map(({ content }) => `(${content})`)];
}
