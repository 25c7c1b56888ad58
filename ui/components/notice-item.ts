import { html } from "htm/preact";

import type { Notice } from "../state/notice.ts";
import { clockTime, fullTime } from "../text/time.ts";
import { words } from "../words/words.ts";
import { Icon } from "./icon.ts";
import { PureComponent } from "./memo.ts";
import { PersonName } from "./person-name.ts";

/** "ana joined", quietly. */
export class NoticeItem extends PureComponent<{ id: string; notice: Notice }> {
  override render() {
    const { kind, user, at_ms } = this.props.notice;
    return html`<div class="notice notice-${kind}" data-key=${this.props.id} data-testid="notice">
      <${Icon} name=${kind === "joined" ? "arrow_right" : "arrow_left"} size=${16} />
      <span>${words().message_list[kind](html`<b><${PersonName} user=${user} /></b>`)}</span>
      <time title=${fullTime(at_ms)}>${clockTime(at_ms)}</time>
    </div>`;
  }
}
