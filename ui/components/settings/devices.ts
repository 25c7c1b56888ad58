import { html } from "htm/preact";
import { useLayoutEffect, useState } from "preact/hooks";

import type { DeviceSession } from "../../../src/protocol/session.ts";
import { endOtherSessions, endSession, loadSessions } from "../../actions/sessions.ts";
import { timeWords } from "../../text/time.ts";
import { told, words } from "../../words/words.ts";
import { useApp } from "../app-context.ts";
import { useAsking } from "../dialog.ts";
import { Icon } from "../icon.ts";
import { PasswordForm } from "./password-form.ts";

/** One's devices: where one is logged in, and how to end that; and the password. */
export function DeviceSettings() {
  const [changing, setChanging] = useState(false);
  const [done, setDone] = useState("");
  const { devices: say } = words();
  const changed = (ended: number) => {
    setChanging(false);
    setDone(say.password_changed(ended));
  };
  if (changing)
    return html`<h3>${say.password_title}</h3>
      <p>${say.about_password}</p>
      <${PasswordForm} onDone=${changed} onCancel=${() => setChanging(false)} />`;
  return html`<p class="setting-about">${say.about}</p>
    <${DeviceList} />
    <p class="dialog-done" role="status">${done}</p>
    <div class="dialog-actions">
      <button class="button" onClick=${() => setChanging(true)}>${say.change_password}</button>
    </div>`;
}

function DeviceList() {
  const app = useApp();
  const sessions = app.store.view.sessions.value;
  const { busy, problem, ask } = useAsking();
  useLayoutEffect(() => ask(() => loadSessions(app)), []);
  const others = sessions?.filter(({ is_current }) => !is_current).length ?? 0;
  return html`<ul class="device-list" aria-label=${words().devices.list} aria-busy=${sessions === null}>
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
      html`<button class="button" aria-disabled=${busy} onClick=${() => ask(() => endOtherSessions(app))}>
        ${words().devices.end_others(others)}
      </button>`
    }`;
}

function DeviceRow({ session, onEnd }: { session: DeviceSession; onEnd: () => void }) {
  const { today_ms } = useApp().store.view;
  const { device, created_at_ms, last_used_at_ms, is_current, is_connected } = session;
  const name = device === "" ? words().devices.unnamed : told(device);
  const logged_in = timeWords(created_at_ms, today_ms.value);
  const used = is_connected
    ? words().devices.connected(logged_in)
    : words().devices.last_used(timeWords(last_used_at_ms, today_ms.value), logged_in);
  return html`<li class="device">
    <span class="device-mark ${is_connected ? "device-on" : ""}">
      <${Icon} name=${device.startsWith("Window") ? "window" : "globe"} />
    </span>
    <div class="device-words">
      <b>${name}</b>
      <span>${used}</span>
    </div>
    ${
      is_current
        ? html`<span class="device-this">${words().devices.this_one}</span>`
        : html`<button
            class="button button-small"
            aria-label=${words().devices.end_label(name)}
            onClick=${onEnd}
          >
            ${words().devices.end}
          </button>`
    }
  </li>`;
}
