import type { FoundServer, Hosting } from "../../src/protocol/bridge-hosting.ts";
import type { ServerAddress } from "../../src/protocol/bridge.ts";
import type { App } from "../app.ts";
import { LinkDown, Untrusted } from "../link/link-error.ts";
import { isOwnAddress } from "../state/own-server.ts";
import { words } from "../words/words.ts";
import { serverName } from "./enter-chat.ts";
import { isForeseen } from "./error-words.ts";
import { say } from "./say.ts";
import { linkWords, mayBeTls } from "./sign-in-problem.ts";
import { failSignIn, setSignIn } from "./sign-in.ts";

/** Looks for servers on the local network until the returned function is called. */
export function lookForServers(app: App): () => void {
  app.servers.commitAll({ nearby: null });
  app.bridge.post({ type: "discover.start" });
  return () => app.bridge.post({ type: "discover.stop" });
}

/** Takes the list of what is on the local network now. */
export function receiveFound(
  app: App,
  { servers, problem }: { servers: FoundServer[]; problem: string | null },
): void {
  app.servers.commitAll({ nearby: { servers, problem } });
}

/** Goes to the form for this server: who has used none before most likely has no account there. */
export function joinServer(app: App, server: ServerAddress, server_name: string | null = null): void {
  const mode = app.store.state.sign_in.username === "" ? "register" : "login";
  setSignIn(app, { mode, server, server_name, advanced: false, problem: null });
  app.store.commit({ screen: "sign_in" });
}

/**
 * The same, once something has answered there: a wrong address is said before anybody thinks of a name and a password.
 * Resolves to what is wrong. Whether it is to be trusted is asked later; nothing but the greeting is sent.
 */
export async function lookAndJoin(app: App, server: ServerAddress): Promise<string | undefined> {
  try {
    const opened = await app.link.open(server);
    app.link.hangUp();
    joinServer(app, server, serverName(opened));
    return undefined;
  } catch (error) {
    if (error instanceof LinkDown) {
      if (error.code === "hung_up") return undefined;
      const text = linkWords(error, server);
      if (!mayBeTls(error, server)) return text;
      joinServer(app, server);
      // The switch that the words speak of is on the form.
      failSignIn(app, { field: "server", text });
      return undefined;
    }
    if (!(error instanceof Untrusted) && !isForeseen(error)) throw error;
  }
  joinServer(app, server);
  return undefined;
}

/** Goes to the form in which one makes the first account of one's own server. */
export function enterOwnServer(app: App, { server, name }: Extract<Hosting, { state: "on" }>): void {
  setSignIn(app, {
    mode: "register",
    server,
    server_name: name,
    username: "",
    advanced: false,
    problem: null,
  });
  app.store.commit({ screen: "sign_in", dialog: null });
}

/** Back to the choice between joining and hosting. */
export function showWelcome(app: App): void {
  setSignIn(app, { problem: null, typed: null, address: "" });
  app.store.commit({ screen: "welcome" });
}

export const startHosting = (app: App, name: string): void =>
  app.bridge.post({ type: "hosting.start", name });
export const stopHosting = (app: App): void => app.bridge.post({ type: "hosting.stop" });
export const askHosting = (app: App): void => app.bridge.post({ type: "hosting.ask" });
export const revealHosting = (app: App): void => app.bridge.post({ type: "hosting.reveal" });

/** Takes how one's own server stands. One that could not be started again with the window is said where nothing else shows it. */
export function receiveHosting(app: App, { hosting }: { hosting: Hosting }): void {
  const { hosting: before, screen, dialog } = app.store.state;
  app.servers.commitAll({ hosting });
  // It may be the very one that is waited for.
  if (hosting.state === "on")
    for (const { keeper, store } of app.servers.list.value)
      if (isOwnAddress(hosting, store.state.sign_in.server)) keeper.tryNow();
  if (hosting.state === "failed" && before === null && screen !== "welcome" && dialog !== "hosting")
    say(app, words().hosting.not_started(hosting.name));
}
