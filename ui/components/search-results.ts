import { html } from "htm/preact";
import { useEffect, useRef } from "preact/hooks";

import type { SearchHit } from "../../src/protocol/search.ts";
import { attempt } from "../actions/say.ts";
import { loadMoreHits, openHit } from "../actions/search.ts";
import type { App } from "../app.ts";
import { channelLabel } from "../state/channels.ts";
import type { Search } from "../state/search.ts";
import { fullTime, timeWords } from "../text/time.ts";
import { words } from "../words/words.ts";
import { useApp } from "./app-context.ts";
import { Avatar } from "./avatar.ts";
import { Icon } from "./icon.ts";
import { PureComponent } from "./memo.ts";
import { PersonName } from "./person-name.ts";
import { visibleText } from "./visible-text.ts";

/** What was found, the newest first, and how the search stands. */
export function SearchResults({ search }: { search: Search }) {
  return html`<div class="search-body">
    <${Status} search=${search} />
    ${search.hits.length > 0 && html`<${Hits} search=${search} />`}
  </div>`;
}

/** Said aloud too, whenever it changes. */
function Status({ search }: { search: Search }) {
  const { problem, loading, hits, wish, indexing, next_before_id } = search;
  return html`<div id="search-status" class="search-status" role="status">
    ${problem !== null && html`<p class="search-problem"><${Icon} name="alert" size=${18} />${problem}</p>`}
    ${
      indexing !== null &&
      html`<p>${words().search.indexing(Math.floor((100 * indexing.done) / indexing.total))}</p>`
    }
    ${problem === null && loading && hits.length === 0 && html`<p class="search-wait"><span class="spinner"></span> ${words().search.searching}</p>`}
    ${
      problem === null &&
      !loading &&
      wish !== null &&
      (hits.length === 0
        ? html`<div class="search-empty">
            <${Icon} name="search" size=${24} />
            <p>${words().search.none}</p>
          </div>`
        : html`<p class="search-count">${words().search.found(hits.length, next_before_id !== null)}</p>`)
    }
  </div>`;
}

function Hits({ search }: { search: Search }) {
  const app = useApp();
  const { channels, me, today_ms } = app.store.view;
  const { hits, next_before_id, loading } = search;
  return html`<ul class="hits" onKeyDown=${moveAmongHits}>
    ${hits.map((hit) => {
      const channel = channels.value.get(hit.channel_id);
      return html`<${Hit}
        key=${hit.id}
        app=${app}
        hit=${hit}
        where=${channel === undefined ? "" : channelLabel(channel, me.value?.user_id)}
        joined=${channel?.joined ?? true}
        today_ms=${today_ms.value}
      />`;
    })}
    ${next_before_id !== null && html`<${More} key="more" id=${next_before_id} loading=${loading} />`}
  </ul>`;
}

/** Comes into view at the end of the list, and then there is more. */
function More({ id, loading }: { id: number; loading: boolean }) {
  const app = useApp();
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (ref.current === null || loading) return undefined;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) loadMoreHits(app);
    });
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, [id, loading]);
  return html`<li class="hits-more" ref=${ref}>
    ${loading ? html`<span class="spinner"></span>` : html`<button class="button button-small" onClick=${() => loadMoreHits(app)}>${words().search.more}</button>`}
  </li>`;
}

interface HitProps {
  app: App;
  hit: SearchHit;
  where: string;
  joined: boolean;
  today_ms: number;
}

class Hit extends PureComponent<HitProps> {
  override render() {
    const { app, hit, where, joined, today_ms } = this.props;
    const { author, created_at_ms, kind, file_names } = hit;
    return html`<li>
      <button class="hit" data-testid="hit" onClick=${() => attempt(app, openHit(app, hit))}>
        <span class="hit-where">${where}${!joined && html`<i>${words().search.join_to_open}</i>`}</span>
        <span class="hit-head">
          <${Avatar} user_id=${author.user_id} username=${author.username} size=${24} />
          <b class="author"><${PersonName} user=${author} /></b>
          <time title=${fullTime(created_at_ms)}>${timeWords(created_at_ms, today_ms)}</time>
        </span>
        <span class="hit-text ${kind === "action" ? "message-action" : ""}" dir="auto"
          ><${Marked} hit=${hit}
        /></span>
        ${file_names.length > 0 && html`<span class="hit-files" dir="auto">${visibleText(file_names.join(", "))}</span>`}
      </button>
    </li>`;
  }
}

/** The excerpt with what was looked for marked. */
function Marked({ hit: { excerpt, marks, is_cut_before, is_cut_after } }: { hit: SearchHit }) {
  const chars = [...excerpt];
  const parts: unknown[] = [is_cut_before && "…"];
  let end = 0;
  for (const { start, length } of marks) {
    parts.push(visibleText(chars.slice(end, start).join("")));
    end = start + length;
    parts.push(html`<mark>${visibleText(chars.slice(start, end).join(""))}</mark>`);
  }
  return html`${[...parts, visibleText(chars.slice(end).join("")), is_cut_after && "…"]}`;
}

function moveAmongHits(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const panel = (event.currentTarget as Element).closest(".search");
  const all = [...(panel?.querySelectorAll<HTMLElement>("[role=combobox], .hit") ?? [])];
  const at = all.indexOf(document.activeElement as HTMLElement);
  if (step === undefined || at === -1) return;
  event.preventDefault();
  all[at + step]?.focus();
}
