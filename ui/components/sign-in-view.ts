import { html } from "htm/preact";
import { useState } from "preact/hooks";

import { newUsernameProblem, passwordProblem, type Rule } from "../../src/protocol/rules.ts";
import { attempt } from "../actions/say.ts";
import { cancelSignIn, setSignIn, signIn } from "../actions/sign-in.ts";
import { showWelcome } from "../actions/start.ts";
import { type SignIn, type SignInProblem, typedIn } from "../state/sign-in.ts";
import { plainUsername } from "../text/plain-name.ts";
import { isSameAddress } from "../text/same-account.ts";
import { told, words } from "../words/words.ts";
import { Advanced } from "./advanced.ts";
import { useApp } from "./app-context.ts";
import { Icon, Logo } from "./icon.ts";
import { OtherServers } from "./other-servers.ts";
import { TextField } from "./text-field.ts";

/** Log in or register. */
export function SignInView() {
  const app = useApp();
  const form = app.store.view.sign_in.value;
  // There the server is the one that served the page.
  const is_web = app.store.view.place.value === "web";
  const typed = typedIn(form);
  const submit = (event: Event) => {
    event.preventDefault();
    if (!form.busy) attempt(app, signIn(app, typed));
  };
  // From what stands there now: a browser fills in both at once.
  const change = (patch: Partial<typeof typed>) => ({
    typed: { ...typedIn(app.store.state.sign_in), ...patch },
  });
  const type = (field: "username" | "password") => (text: string) =>
    setSignIn(app, { ...change({ [field]: text }), problem: ofServer(app.store.state.sign_in) });
  return html`<main class="screen">
    <form
      class="card"
      onSubmit=${submit}
      aria-label=${form.mode === "login" ? words().sign_in.log_in : words().sign_in.register}
      novalidate
    >
      <${Heading} form=${form} />
      <${FormProblem} problem=${form.problem} fields=${is_web ? ["form", "server"] : ["form"]} />
      <${UsernameField} key=${form.mode} form=${form} value=${typed.username} onInput=${type("username")} />
      <${PasswordField} form=${form} value=${typed.password} onInput=${type("password")} />
      <label class="check">
        <input
          type="checkbox"
          checked=${typed.stay}
          disabled=${form.busy}
          onChange=${() => setSignIn(app, change({ stay: !typed.stay }))}
        />
        ${words().sign_in.stay}
      </label>
      ${!is_web && html`<${Advanced} form=${form} />`}
      <${Actions} form=${form} onCancel=${() => cancelSignIn(app)} />
      <div class="card-ways">
        <${Switch} form=${form} />
        <${Elsewhere} busy=${form.busy} />
        <${OtherServers} />
      </div>
    </form>
  </main>`;
}

function Heading({ form }: { form: SignIn }) {
  // Who tries a name and fails has not been here before for that.
  const [is_back] = useState(form.username !== "");
  const kind = form.mode === "register" ? "register" : is_back ? "back" : "first";
  const { [`title_${kind}` as const]: title, [`about_${kind}` as const]: about } = words().sign_in;
  const place = usePlace(form);
  return html`<header class="card-heading">
    <${Logo} />
    <h1>${title}</h1>
    <p>${place ?? about}</p>
  </header>`;
}

/** Which server the form is about, where that can be said. */
function usePlace({ server, server_name }: SignIn): string | undefined {
  const { servers, store } = useApp();
  const account = store.view.account.value;
  const known = account !== null && isSameAddress(account.server, server) ? account.name : null;
  const name = server_name ?? known;
  if (name !== null) return words().sign_in.about_there(name);
  const is_added = account === null && servers.list.value.length > 1 && server.host !== "";
  return is_added ? words().sign_in.about_unknown(`${server.host}:${server.port}`) : undefined;
}

interface FormProblemProps {
  problem: SignInProblem | null;
  /** The fields that have no place of their own on the form. */
  fields: SignInProblem["field"][];
}

function FormProblem({ problem, fields }: FormProblemProps) {
  if (problem === null || !fields.includes(problem.field)) return null;
  return html`<p class="card-problem" role="alert"><${Icon} name="alert" size=${16} />${problem.text}</p>`;
}

interface FieldProps {
  form: SignIn;
  value: string;
  onInput: (text: string) => void;
}

function UsernameField({ form, value, onInput }: FieldProps) {
  const registers = form.mode === "register";
  const [broken, onBlur] = useRule(value, registers ? newUsernameProblem : undefined);
  const problem = problemOf(form, "username") ?? broken;
  return html`<${TextField}
    label=${words().sign_in.username}
    value=${value}
    onInput=${onInput}
    onBlur=${onBlur}
    problem=${problem && registers ? withOther(problem, value) : problem}
    hint=${registers ? words().sign_in.username_hint : undefined}
    autocomplete="username"
    autofocus=${form.username === "" && form.server.host !== ""}
    busy=${form.busy}
  />`;
}

function PasswordField({ form, value, onInput }: FieldProps) {
  const registers = form.mode === "register";
  const [shown, setShown] = useState(false);
  const [problem, onBlur] = useRule(value, registers ? passwordProblem : undefined);
  return html`<${TextField}
    label=${words().sign_in.password}
    type=${shown ? "text" : "password"}
    value=${value}
    onInput=${onInput}
    onBlur=${onBlur}
    problem=${problemOf(form, "password") ?? problem}
    hint=${registers ? words().sign_in.password_hint : undefined}
    autocomplete=${registers ? "new-password" : "current-password"}
    autofocus=${form.username !== ""}
    busy=${form.busy}
  >
    <button
      type="button"
      class="icon-button icon-button-small"
      aria-label=${shown ? words().sign_in.hide_password : words().sign_in.show_password}
      aria-pressed=${shown}
      onClick=${() => setShown(!shown)}
    >
      <${Icon} name=${shown ? "eye_off" : "eye"} size=${18} />
    </button>
  <//>`;
}

/**
 * What a rule says about a text while one types. That something is still too short is no reproach before the
 * field has been left, so then only the rule's hint stands there.
 */
function useRule(text: string, rule: Rule | undefined): [string | undefined, () => void] {
  const [left, setLeft] = useState(false);
  const problem = text === "" ? undefined : rule?.(text);
  const unfinished = rule?.(`${text}aaaaaa`) === undefined;
  return [
    problem !== undefined && (left || !unfinished) ? told(problem) : undefined,
    () => setLeft(text !== ""),
  ];
}

/** Whoever cannot use their name learns what they can. */
function withOther(problem: string, username: string): string {
  const other = newUsernameProblem(username) === undefined ? undefined : plainUsername(username);
  return other === undefined ? problem : `${problem} ${words().sign_in.username_would_do(other)}`;
}

const problemOf = ({ problem }: SignIn, field: SignInProblem["field"]): string | undefined =>
  problem?.field === field ? problem.text : undefined;

/** No name and no password changes what is wrong with the server. */
const ofServer = ({ problem }: SignIn): SignInProblem | null =>
  problem?.field === "server" ? problem : null;

function Actions({ form, onCancel }: { form: SignIn; onCancel: () => void }) {
  const verb = form.mode === "login" ? words().sign_in.log_in : words().sign_in.register;
  return html`<div class="card-submit">
    <button class="button button-primary button-wide" type="submit" aria-disabled=${form.busy}>
      ${form.busy ? html`<span class="spinner" aria-hidden="true"></span>${words().sign_in.connecting}` : verb}
    </button>
    ${form.busy && html`<button class="button" type="button" onClick=${onCancel}>${words().common.cancel}</button>`}
    <p class="card-progress" role="status">${form.progress}</p>
  </div>`;
}

/** The way to another server, or to one of one's own, for whoever has no account here yet. */
function Elsewhere({ busy }: { busy: boolean }) {
  const app = useApp();
  const { account, place } = app.store.view;
  if (place.value === "web" || account.value !== null) return null;
  return html`<p class="card-switch">
    <button type="button" class="text-button" disabled=${busy} onClick=${() => showWelcome(app)}>
      ${words().start.elsewhere}
    </button>
  </p>`;
}

function Switch({ form }: { form: SignIn }) {
  const app = useApp();
  const registers = form.mode === "register";
  const toggle = () => setSignIn(app, { mode: registers ? "login" : "register", problem: ofServer(form) });
  return html`<p class="card-switch">
    ${registers ? words().sign_in.have_account : words().sign_in.new_here}${" "}
    <button type="button" class="text-button" disabled=${form.busy} onClick=${toggle}>
      ${registers ? words().sign_in.log_in_instead : words().sign_in.create_account}
    </button>
  </p>`;
}
