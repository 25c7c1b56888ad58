import { html } from "htm/preact";

import { copyText } from "../actions/copy-text.ts";
import { attempt } from "../actions/say.ts";
import { addServer, markServerRead, moveServer } from "../actions/servers.ts";
import type { App } from "../app.ts";
import { givenAddress } from "../state/own-server.ts";
import { isFresh } from "../state/rail.ts";
import { chatLink } from "../text/chat-link.ts";
import { words } from "../words/words.ts";
import { Menu, MenuItem } from "./menu.ts";

/** As the stylesheet has it. */
export const menu_px = 220;

interface ServerMenuProps {
  app: App;
  kind: string;
  onClose: () => void;
}

interface HostingItemProps {
  app: App;
  pick: (run: () => void) => () => void;
}

/** The way to the server one runs oneself, from any of them. */
function HostingItem({ app, pick }: HostingItemProps) {
  const hosting = app.store.view.hosting.value;
  if (hosting === null || hosting.state === "none" || app.store.view.screen.value !== "chat") return null;
  return html`<${MenuItem} icon="server" onPick=${pick(() => app.store.commit({ dialog: "hosting" }))}>
    ${words().hosting.title}
  <//>`;
}

/** What can be done with a server as a whole. */
export function ServerMenu({ app, kind, onClose }: ServerMenuProps) {
  const { account, server, screen } = app.store.view;
  const { servers } = app;
  const { name, server: address } = account.value ?? { name: null, server: undefined };
  const said = words().servers;
  const pick = (run: () => void) => () => {
    onClose();
    run();
  };
  const remove = () => {
    servers.show(app);
    app.store.commit({ dialog: "remove_server" });
  };
  const invite = () => {
    servers.show(app);
    app.store.commit({ dialog: "invite" });
  };
  const several = servers.list.value.length > 1;
  const known = servers.list.value.filter((one) => !isFresh(one));
  const at = known.indexOf(app);
  return html`<${Menu} label=${said.menu(server.value?.name ?? name ?? "")} kind=${kind} onClose=${onClose}>
    ${
      screen.value === "chat" &&
      html`<${MenuItem} icon="user_plus" onPick=${pick(invite)}>${words().invite.item}<//>
        <${MenuItem} icon="check" onPick=${pick(() => attempt(app, markServerRead(app)))}
          >${said.mark_all_read}<//
        >`
    }
    ${
      address !== undefined &&
      html`<${MenuItem}
        icon="link"
        onPick=${pick(() => copyText(servers.shown.value, document, chatLink(givenAddress(servers.shown.value.store.state.hosting, address), null)))}
      >
        ${said.copy_link}
      <//>`
    }
    <${HostingItem} app=${servers.shown.value} pick=${pick} />
    ${!several && html`<${MenuItem} icon="plus" onPick=${pick(() => addServer(servers))}>${said.add}<//>`}
    ${
      several &&
      html`${at > 0 && html`<${MenuItem} icon="arrow_up" onPick=${pick(() => moveServer(app, -1))}>${said.move_up}<//>`}
      ${at < known.length - 1 && html`<${MenuItem} icon="arrow_down" onPick=${pick(() => moveServer(app, 1))}>${said.move_down}<//>`}`
    }
    <hr />
    <${MenuItem} icon="close" danger onPick=${pick(remove)}>${said.remove}<//>
  <//>`;
}
