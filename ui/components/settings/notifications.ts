import { html } from "htm/preact";

import type { NoticeReport } from "../../../src/protocol/notice.ts";
import { testNotices } from "../../actions/notify.ts";
import { choosePresence } from "../../actions/presence.ts";
import { attempt } from "../../actions/say.ts";
import { clockTime } from "../../text/time.ts";
import { words } from "../../words/words.ts";
import { useApp } from "../app-context.ts";
import { Icon } from "../icon.ts";

/** Whether and how one is notified, and a test of it that says what to do where it fails. */
export function NotificationSettings() {
  const app = useApp();
  const { notices } = words();
  const { test, lost } = app.store.view.told_notices.value;
  const send = () => testNotices(app, notices.test_title, notices.test_body);
  return html`<div class="notice-settings">
    <${DndSwitch} />
    <p class="notice-levels">${notices.levels}</p>
    <${BrowserOffer} />
    <button class="button" disabled=${test === "asked"} onClick=${send}>
      <${Icon} name="bell" size=${18} />${test === "asked" ? notices.testing : notices.test}
    </button>
    <div role="status">
      ${typeof test === "object" && test !== null && html`<${Diagnosis} report=${test} />`}
    </div>
    ${lost !== null && html`<p class="notice-lost"><${Icon} name="alert" size=${16} /><span>${notices.lost(clockTime(lost.at_ms), whyWords(lost))}</span></p>`}
  </div>`;
}

function DndSwitch() {
  const app = useApp();
  const { notices } = words();
  const on = app.store.view.presence.value.status === "dnd";
  const turn = () => attempt(app, choosePresence(app, { status: on ? "online" : "dnd" }));
  return html`<label class="check">
    <input type="checkbox" role="switch" checked=${on} onChange=${turn} />
    <span><b>${notices.dnd}</b><small>${notices.about_dnd}</small></span>
  </label>`;
}

/** Where the browser has to be asked. */
function BrowserOffer() {
  const { store, bridge } = useApp();
  const state = store.view.notifying.value;
  if (state !== "offered" && state !== "off") return null;
  return html`<button
    class="button button-primary"
    onClick=${() => bridge.post({ type: "notify.choose", wanted: true })}
  >
    ${words().notices.turn_on}
  </button>`;
}

function Diagnosis({ report }: { report: NoticeReport }) {
  const { notices } = words();
  const { status } = useApp().store.view.presence.value;
  const { outcome, way, words: said } = report;
  const shown = outcome === "shown";
  return html`<div class="notice-report ${shown ? "notice-shown" : "notice-failed"}" data-outcome=${outcome}>
    <${Icon} name=${shown ? "check" : "alert"} />
    <div>
      <b>${shown ? (said === "" ? notices.shown[way] : notices.shown_by(said)) : whyWords(report)}</b>
      <p>${shown ? notices.unseen[way] : notices.what_to_do[outcome]}</p>
      ${shown && status === "dnd" && html`<p>${notices.but_dnd}</p>`}
      ${!shown && said !== "" && html`<p class="notice-said">${notices.system_said(said)}</p>`}
    </div>
  </div>`;
}

const whyWords = ({ outcome }: NoticeReport): string =>
  outcome === "shown" ? "" : words().notices.failed[outcome];
