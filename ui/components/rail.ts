import { html } from "htm/preact";
import { useRef, useState } from "preact/hooks";

import { addServer, moveServer, showFromRail } from "../actions/servers.ts";
import type { App } from "../app.ts";
import type { Servers } from "../servers.ts";
import { type Absence, hueOf, initials, isFresh, railMarks } from "../state/rail.ts";
import type { State } from "../state/state.ts";
import { words } from "../words/words.ts";
import { type Anchor, Floating } from "./floating.ts";
import { Icon, type IconName } from "./icon.ts";
import { useRailDrag } from "./rail-drag.ts";
import { menu_px, ServerMenu } from "./server-menu.ts";

interface Opened {
  app: App;
  anchor: Anchor;
}

/** All servers of the window, and a plus for one more. */
export function Rail({ servers }: { servers: Servers }) {
  const list = useRef<HTMLUListElement>(null);
  const [opened, open] = useState<Opened>();
  const close = () => open(undefined);
  const shown = servers.shown.value;
  const known = servers.list.value.filter(({ store }) => store.view.account.value !== null);
  const drag = useRailDrag(servers, list);
  return html`<nav class="rail" aria-label=${words().servers.label} onKeyDown=${walk(servers)}>
    <ul class="rail-list" ref=${list} ...${drag}>
      ${known.map(
        (app, at) =>
          html`<${RailServer}
            key=${app.part}
            app=${app}
            is_shown=${app === shown}
            place=${words().servers.place(at + 1, known.length)}
            onOpen=${(anchor: Anchor) => open({ app, anchor })}
          />`,
      )}
    </ul>
    <button
      class="rail-stop rail-add ${isFresh(shown) ? "rail-shown" : ""}"
      aria-label=${words().servers.add}
      title=${words().servers.add}
      aria-current=${isFresh(shown) ? "page" : undefined}
      onClick=${() => addServer(servers)}
    >
      <span class="rail-face"><${Icon} name="plus" size=${24} /></span>
    </button>
    ${
      opened !== undefined &&
      html`<${Floating} key=${opened.app.part} anchor=${opened.anchor} onClose=${close}>
        <${ServerMenu} app=${opened.app} kind="server-menu" onClose=${close} />
      <//>`
    }
  </nav>`;
}

interface RailServerProps {
  app: App;
  is_shown: boolean;
  place: string;
  onOpen: (anchor: Anchor) => void;
}

const absence_icons: Record<Absence, IconName> = { asks: "shield", away: "alert", signed_out: "lock" };

function RailServer({ app, is_shown, place, onOpen }: RailServerProps) {
  const { account } = app.store.view;
  if (account.value === null) return null;
  const { server, username } = account.value;
  const name = account.value.name ?? server.host;
  const { urgent, unread, absence } = useMarks(app);
  const said = words().servers;
  const marks = [urgent > 0 && said.for_you(urgent), unread && said.unread, absence && said[absence], place];
  const menu = (event: Event) => {
    event.preventDefault();
    onOpen(beside(event.currentTarget as Element));
  };
  return html`<li
    class="rail-item ${is_shown ? "rail-shown" : ""} ${unread ? "rail-unread" : ""} ${absence ? "rail-absent" : ""}"
    data-part=${app.part}
  >
    <button
      class="rail-stop hue-${hueOf(name)}"
      aria-label=${[name, username, ...marks].filter(Boolean).join(", ")}
      aria-current=${is_shown ? "page" : undefined}
      title=${`${name}\n${username}, ${server.host}:${server.port}${absence ? `\n${said[absence]}` : ""}`}
      onClick=${() => showFromRail(app)}
      onContextMenu=${menu}
    >
      <span class="rail-face" aria-hidden="true">${initials(name)}</span>
    </button>
    ${
      absence !== null &&
      html`<span class="rail-mark ${absence === "asks" ? "rail-asks" : ""}"
        ><${Icon} name=${absence_icons[absence]} size=${14}
      /></span>`
    }
    ${urgent > 0 && html`<span class="badge rail-badge" aria-hidden="true">${urgent > 99 ? "99+" : urgent}</span>`}
  </li>`;
}

/** To the right of it. */
function beside(element: Element): Anchor {
  const { top, bottom, right } = element.getBoundingClientRect();
  return { top: bottom, bottom: top - 4, right: right + 8 + menu_px };
}

function useMarks({ store: { view } }: App) {
  const asked = {
    channels: view.channels.value,
    trust: view.trust.value,
    screen: view.screen.value,
    connection: view.connection.value,
    open_channel_id: view.open_channel_id.value,
    attentive: view.attentive.value,
    at_end: view.at_end.value,
    kept_unread: view.kept_unread.value,
  } satisfies Partial<State>;
  return railMarks(asked);
}

/** The arrows go from one to the next; with Shift they take it along. */
const walk = (servers: Servers) => (event: KeyboardEvent) => {
  const step = ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as "ArrowUp"];
  const here = (event.target as Element).closest<HTMLElement>(".rail-stop");
  if (step === undefined || here === null || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.shiftKey) {
    const part = Number(here.closest<HTMLElement>(".rail-item")?.dataset["part"]);
    const app = servers.list.value.find((one) => one.part === part);
    if (app !== undefined) moveServer(app, step);
    return;
  }
  const stops = [...(here.closest(".rail")?.querySelectorAll<HTMLElement>(".rail-stop") ?? [])];
  stops[stops.indexOf(here) + step]?.focus();
};
