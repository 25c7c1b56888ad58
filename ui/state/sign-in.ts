import type { ServerAddress } from "../../src/protocol/bridge.ts";

export interface SignIn {
  mode: "login" | "register";
  /** What somebody has typed to find a server to join. */
  address: string;
  server: ServerAddress;
  /** What the server there calls itself; null while that is not known. */
  server_name: string | null;
  username: string;
  /** What somebody has made of the fields and not come in with; null for nothing yet. */
  typed: { username: string; password: string; stay: boolean } | null;
  advanced: boolean;
  busy: boolean;
  /** What is happening while busy, when there is more to say than that it connects. */
  progress: string | null;
  problem: SignInProblem | null;
}

export const empty_sign_in: SignIn = {
  mode: "login",
  address: "",
  server: { host: "127.0.0.1", port: 5050, tls: true },
  server_name: null,
  username: "",
  typed: null,
  advanced: false,
  busy: false,
  progress: null,
  problem: null,
};

export interface SignInProblem {
  field: "username" | "password" | "server" | "form";
  text: string;
}

export interface TrustQuestion {
  server: ServerAddress;
  fingerprint: string;
  /** The one accepted before; null at the first meeting. */
  pinned: string | null;
}

/** What stands in the fields. */
export const typedIn = ({ typed, username }: SignIn): NonNullable<SignIn["typed"]> =>
  typed ?? { username, password: "", stay: true };

/** With a form that says something else. */
export const withSignIn = (state: { sign_in: SignIn }, patch: Partial<SignIn>): { sign_in: SignIn } => ({
  sign_in: { ...state.sign_in, ...patch },
});
