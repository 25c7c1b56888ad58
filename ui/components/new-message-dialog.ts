import { html } from "htm/preact";
import { useLayoutEffect } from "preact/hooks";

import { limits } from "../../src/protocol/limits.ts";
import { openDirectMessage } from "../actions/channel-membership.ts";
import { loadEveryone } from "../actions/load-members.ts";
import { attempt } from "../actions/say.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useAsking, useClose } from "./dialog.ts";
import { PeoplePicker, usePicking } from "./people-picker.ts";

/** Picks one or several people to write to alone. */
export function NewMessageDialog() {
  const app = useApp();
  const { busy, problem, ask, forget } = useAsking();
  const close = useClose();
  const me = app.store.view.me.value;
  useLayoutEffect(() => attempt(app, loadEveryone(app)), []);
  const picking = usePicking({
    without: new Set(me === null ? [] : [me.user_id]),
    max: limits.dm_members_max - 1,
    busy,
    problem,
    forget,
  });
  const submit = (event: Event) => {
    event.preventDefault();
    ask(async () => {
      const names = picking.finish();
      if (names.length === 0) return;
      await openDirectMessage(app, names);
      close();
    });
  };
  return html`<${Dialog} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <h2 id="dialog-title">${words().picker.new_title}</h2>
      <p>${words().picker.new_about(limits.dm_members_max - 1)}</p>
      <${PeoplePicker} label=${words().picker.new_to} picking=${picking} />
      <div class="dialog-actions">
        <button class="button" type="button" onClick=${close}>${words().common.cancel}</button>
        <button class="button button-primary" disabled=${picking.is_empty} aria-disabled=${busy}>
          ${picking.picked.length > 1 ? words().picker.new_group : words().picker.new_write}
        </button>
      </div>
    </form>
  <//>`;
}
