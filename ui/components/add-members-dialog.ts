import { html } from "htm/preact";
import { useLayoutEffect, useState } from "preact/hooks";

import type { Channel } from "../../src/protocol/channel.ts";
import { addMembers } from "../actions/channel-membership.ts";
import { loadEveryone } from "../actions/load-members.ts";
import { attempt } from "../actions/say.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Dialog, useAsking, useClose } from "./dialog.ts";
import { PeoplePicker, usePicking } from "./people-picker.ts";

const at_once_max = 20;

/** Makes others members of the open channel. */
export function AddMembersDialog({ channel }: { channel: Channel }) {
  const app = useApp();
  const { busy, problem, ask, forget } = useAsking();
  const close = useClose();
  const members = app.store.view.members.value.get(channel.id) ?? [];
  const [closing] = useState(() => new AbortController());
  useLayoutEffect(() => {
    attempt(app, loadEveryone(app));
    // One that is hidden is open all the same.
    return () => void (app.store.state.dialog === "add_members" || closing.abort());
  }, []);
  const picking = usePicking({
    without: new Set(members.map(({ user_id }) => user_id)),
    max: at_once_max,
    busy,
    problem,
    forget,
  });
  const submit = (event: Event) => {
    event.preventDefault();
    ask(async () => {
      const names = picking.finish();
      if (names.length === 0) return;
      await addMembers(app, channel.id, names, picking.setPicked, closing.signal);
      close();
    });
  };
  return html`<${Dialog} onClose=${close}>
    <form onSubmit=${submit} novalidate>
      <h2 id="dialog-title">${words().channels.add_people(channel.name ?? "")}</h2>
      <p>${words().channels.about_add_people}</p>
      <${PeoplePicker} label=${words().channels.add_names} picking=${picking} />
      <div class="dialog-actions">
        <button class="button" type="button" onClick=${close}>${words().common.cancel}</button>
        <button class="button button-primary" disabled=${picking.is_empty} aria-disabled=${busy}>
          ${words().channels.add}
        </button>
      </div>
    </form>
  <//>`;
}
