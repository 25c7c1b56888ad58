import type { ServerAddress } from "../../src/protocol/bridge.ts";
import { ChatError } from "../../src/protocol/errors.ts";
import type { Reply } from "../../src/protocol/registry.ts";
import { newUsernameProblem, passwordProblem } from "../../src/protocol/rules.ts";
import type { App } from "../app.ts";
import { LinkDown, Untrusted } from "../link/link-error.ts";
import type { Opened } from "../link/link.ts";
import { type SignIn, type SignInProblem, withSignIn } from "../state/sign-in.ts";
import { told, words } from "../words/words.ts";
import { signedInTwin, takePlace } from "./accounts.ts";
import { enterChat, serverName } from "./enter-chat.ts";
import { say } from "./say.ts";
import { leaveFresh } from "./servers.ts";
import { signInProblem } from "./sign-in-problem.ts";

export interface Credentials {
  username: string;
  password: string;
  /** Whether the token may be kept for the next start. */
  stay: boolean;
}

const login_timeout_ms = 60_000;
const hostRequired = (): SignInProblem => ({ field: "server", text: words().link.host_missing });

/** Connects and logs in or registers, as the form says; problems go next to the field they are about. */
export async function signIn(app: App, credentials: Credentials): Promise<void> {
  const { mode, server } = app.store.state.sign_in;
  const problem = server.host === "" ? hostRequired() : credentialsProblem(mode, credentials);
  setSignIn(app, { username: credentials.username, busy: true, progress: null, problem: null });
  if (problem !== null) return failSignIn(app, problem);
  const twin = mode === "login" ? signedInTwin(app, { server, username: credentials.username }) : undefined;
  if (twin !== undefined) {
    failSignIn(app, null);
    setSignIn(app, { typed: null });
    app.servers.show(twin);
    return say(twin, words().servers.already_here);
  }
  const run = ++app.sign_in_try;
  try {
    const opened = await openTrusting(app, server);
    const session = await logIn(app, run, mode, credentials);
    if (run !== app.sign_in_try) return;
    remember(app, server, session, credentials.stay);
    const { username } = session.user;
    takePlace(app, { server, username, name: serverName(opened) }, session.token);
    app.keeper.keep(server, session.token);
    await enterChat(app, { ...opened, user: session.user, presence: session.presence });
    setSignIn(app, { busy: false, progress: null });
  } catch (error) {
    if (run !== app.sign_in_try) return;
    app.keeper.stop();
    app.link.hangUp();
    failSignIn(app, signInProblem(error, server));
  }
}

/** Stops connecting; the form is as it was. */
export function cancelSignIn(app: App): void {
  app.sign_in_try++;
  app.keeper.stop();
  app.link.hangUp();
  app.outbox_disk.letGo();
  app.kept.letGo();
  app.trust.answer(false);
  setSignIn(app, { busy: false, progress: null });
  app.store.commit({ screen: "sign_in" });
}

/** From a form: gives up what is on its way, else goes back to the other servers. */
export function escapeForm(app: App): void {
  if (app.store.state.sign_in.busy) cancelSignIn(app);
  else leaveFresh(app);
}

/** Changes what the form says; a problem about what has changed goes. */
export function setSignIn({ store }: Pick<App, "store">, patch: Partial<SignIn>): void {
  store.commit(withSignIn(store.state, patch));
}

/** A problem with the server opens what says which it is, and how it is reached. */
export function failSignIn(app: App, problem: SignInProblem | null): void {
  const advanced = app.store.state.sign_in.advanced || problem?.field === "server";
  setSignIn(app, { busy: false, progress: null, problem, advanced });
}

function credentialsProblem(mode: SignIn["mode"], { username, password }: Credentials): SignInProblem | null {
  const name = mode === "register" || username.trim() === "" ? newUsernameProblem(username) : undefined;
  if (name !== undefined) return { field: "username", text: told(name) };
  if (password === "") return { field: "password", text: words().link.password_missing };
  const word = mode === "register" ? passwordProblem(password) : undefined;
  return word === undefined ? null : { field: "password", text: told(word) };
}

/** Asks the person about a certificate that is not known, until one is trusted or they say no. */
async function openTrusting(app: App, server: ServerAddress): Promise<Opened> {
  let trust: string | undefined;
  for (;;) {
    try {
      return await app.link.open(server, trust);
    } catch (error) {
      if (!(error instanceof Untrusted)) throw error;
      const { fingerprint, pinned } = error;
      if (!(await app.trust.ask({ server, fingerprint, pinned })))
        throw new LinkDown("hung_up", "The certificate was not trusted.");
      trust = fingerprint;
    }
  }
}

/** Waits by itself while the server has too many logins to check. */
async function logIn(app: App, run: number, mode: SignIn["mode"], { username, password }: Credentials) {
  const name = mode === "register" ? "session.register" : "session.login";
  const body = { username: username.trim(), password };
  for (;;) {
    try {
      const session: Reply<"session.login"> = await app.link.request(name, body, {
        timeout_ms: login_timeout_ms,
      });
      return session;
    } catch (error) {
      if (!(error instanceof ChatError && error.code === "busy")) throw error;
      setSignIn(app, { progress: words().link.in_line });
      await new Promise<void>((resolve) => {
        app.timers.after(error.retry_after_ms ?? 1_000, resolve);
      });
      if (run !== app.sign_in_try) throw error;
    }
  }
}

function remember(
  app: App,
  server: ServerAddress,
  { user, token }: Reply<"session.login">,
  stay: boolean,
): void {
  app.bridge.post({ type: "remember", server, username: user.username, token, stay });
  setSignIn(app, { username: user.username, typed: null });
}
