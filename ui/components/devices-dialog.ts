import { html } from "htm/preact";
import { useLayoutEffect, useState } from "preact/hooks";

import type { DeviceSession } from "../../src/protocol/session.ts";
import { endOtherSessions, endSession, loadSessions } from "../actions/sessions.ts";
import { timeWords } from "../text/time.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useAsking } from "./dialog.ts";
import { Icon } from "./icon.ts";
import { PasswordForm } from "./password-form.ts";

/** One's devices: where one is logged in, and how to end that; and the password. */
export function DevicesDialog() {
  const app = useApp();
  const [changing, setChanging] = useState(false);
  const [done, setDone] = useState("");
  const close = () => app.store.commit({ dialog: null });
  const changed = (ended: number) => {
    setChanging(false);
    setDone(doneWords(ended));
  };
  return html`<${Dialog} onClose=${close} kind="dialog-wide">
    ${
      changing
        ? html`<h2 id="dialog-title">Change your password</h2>
            <p>All your other devices will have to log in with the new one.</p>
            <${PasswordForm} onDone=${changed} onCancel=${() => setChanging(false)} />`
        : html`<h2 id="dialog-title">Devices and password</h2>
            <p>Everywhere you are logged in. End what you do not know, then change your password.</p>
            <${DeviceList} />
            <p class="dialog-done" role="status">${done}</p>
            <div class="dialog-actions">
              <button class="button dialog-left" onClick=${() => setChanging(true)}>Change password</button>
              <button class="button button-primary" onClick=${close}>Close</button>
            </div>`
    }
  <//>`;
}

function DeviceList() {
  const app = useApp();
  const sessions = app.store.view.sessions.value;
  const { busy, problem, ask } = useAsking();
  useLayoutEffect(() => ask(() => loadSessions(app)), []);
  const others = sessions?.filter(({ is_current }) => !is_current).length ?? 0;
  return html`<ul class="device-list" aria-label="Devices" aria-busy=${sessions === null}>
      ${sessions?.map(
        (session) =>
          html`<${DeviceRow}
            key=${session.session_id}
            session=${session}
            onEnd=${() => ask(() => endSession(app, session.session_id))}
          />`,
      )}
    </ul>
    ${problem !== undefined && html`<p class="dialog-problem" role="alert">${problem}</p>`}
    ${
      others > 0 &&
      html`<button class="button" disabled=${busy} onClick=${() => ask(() => endOtherSessions(app))}>
        ${others === 1 ? "End the other one" : `End all ${others} others`}
      </button>`
    }`;
}

function DeviceRow({ session, onEnd }: { session: DeviceSession; onEnd: () => void }) {
  const { today_ms } = useApp().store.view;
  const { device, created_at_ms, last_used_at_ms, is_current, is_connected } = session;
  const name = device === "" ? "Unnamed device" : device;
  const since = `logged in ${lower(timeWords(created_at_ms, today_ms.value))}`;
  const used = is_connected
    ? "Connected now"
    : `Last used ${lower(timeWords(last_used_at_ms, today_ms.value))}`;
  return html`<li class="device">
    <span class="device-mark ${is_connected ? "device-on" : ""}">
      <${Icon} name=${name.startsWith("Window") ? "window" : "globe"} />
    </span>
    <div class="device-words">
      <b>${name}</b>
      <span>${used}, ${since}</span>
    </div>
    ${
      is_current
        ? html`<span class="device-this">This device</span>`
        : html`<button class="button button-small" aria-label="End ${name}" onClick=${onEnd}>End</button>`
    }
  </li>`;
}

const lower = (words: string): string => words.replace(/^[TY]/, (letter) => letter.toLowerCase());

function doneWords(ended: number): string {
  if (ended === 0) return "Your password is changed.";
  const were = ended === 1 ? "Your other device was" : `Your ${ended} other devices were`;
  return `Your password is changed. ${were} logged out.`;
}
