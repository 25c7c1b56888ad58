import { html } from "htm/preact";
import type { ComponentChild } from "preact";

import type { MessageKind } from "../../src/protocol/message.ts";
import { visitChannel } from "../actions/channel-membership.ts";
import { openLink } from "../actions/open-link.ts";
import { showPersonNamed } from "../actions/person-card.ts";
import { attempt } from "../actions/say.ts";
import type { App } from "../app.ts";
import { channelNamed } from "../state/channels.ts";
import { shownLink } from "../text/links.ts";
import { type Block, type Inline, parseMarkdown } from "../text/markdown.ts";
import { isCrowd, isNamed } from "../text/mentions.ts";
import { plainOf } from "../text/plain-text.ts";
import { useApp } from "./app-context.ts";
import { CodeBlock } from "./code-block.ts";
import { besideOf } from "./person-link.ts";
import { Spoiler } from "./spoiler.ts";
import { visibleText } from "./visible-text.ts";

/**
 * What someone wrote, with what its marks mean. Every element is made here, from a list of what there can be; nothing
 * a person wrote becomes markup.
 */
export function RichText({ name, text, kind = "text" }: RichTextProps) {
  const on = { app: useApp(), name, spoilers: 0 };
  return parseMarkdown(kind, text).map((block, at) => blockView(on, block, at));
}

interface RichTextProps {
  /** Tells this text from all others that are shown, so that what was uncovered in it stays so. */
  name: string;
  text: string;
  kind?: MessageKind;
}

/** What a text is drawn on. */
interface Drawn {
  app: App;
  name: string;
  /** How many have been drawn. */
  spoilers: number;
}

type Views<Part extends { type: string }> = {
  [Type in Part["type"]]: (on: Drawn, part: Extract<Part, { type: Type }>, key: number) => ComponentChild;
};

const blocks: Views<Block> = {
  paragraph: (on, { inside }) => inlineViews(on, inside),
  heading: (on, { level, inside }, key) =>
    html`<p key=${key} class="md-heading ${level > 1 ? "md-small" : ""}" dir="auto">
      ${inlineViews(on, inside)}
    </p>`,
  code: (on, { lang, text }, key) =>
    html`<${CodeBlock} key=${key} app=${on.app} lang=${lang} text=${text} />`,
  quote: (on, { blocks: inside }, key) =>
    html`<blockquote key=${key} class="md-quote" dir="auto">${blockViews(on, inside)}</blockquote>`,
  list(on, { start, items }, key) {
    const rows = items.map((item, at) => html`<li key=${at} dir="auto">${blockViews(on, item)}</li>`);
    return start === null
      ? html`<ul key=${key} class="md-list">
          ${rows}
        </ul>`
      : html`<ol key=${key} class="md-list" start=${start}>
          ${rows}
        </ol>`;
  },
};

const inlines: Views<Inline> = {
  text: (_, { text }) => visibleText(text),
  strong: (on, { inside }, key) => html`<strong key=${key}>${inlineViews(on, inside)}</strong>`,
  emphasis: (on, { inside }, key) => html`<em key=${key}>${inlineViews(on, inside)}</em>`,
  strike: (on, { inside }, key) => html`<s key=${key}>${inlineViews(on, inside)}</s>`,
  spoiler: (on, { inside }, key) =>
    html`<${Spoiler} key=${key} name=${`${on.name}/${on.spoilers++}`}>${inlineViews(on, inside)}<//>`,
  code: (_, { text }, key) => html`<code key=${key} class="md-code">${visibleText(text)}</code>`,
  link: linkView,
  mention(on, { name }, key) {
    const me = on.app.store.state.me?.username ?? "";
    const kind = `mention ${isNamed(name, me) ? "mention-me" : ""}`;
    if (isCrowd(name)) return html`<span key=${key} class=${kind}>${`@${name}`}</span>`;
    return pressable(key, kind, `@${name}`, (event) => showPersonNamed(on.app, name, besideOf(event)));
  },
  channel(on, { name }, key) {
    const channel = channelNamed(on.app.store.state.channels, name);
    if (channel === undefined) return `#${name}`;
    const open = () => attempt(on.app, visitChannel(on.app, channel.id));
    return pressable(key, "mention mention-link", `#${name}`, open);
  },
};

function linkView(
  on: Drawn,
  { url, inside }: Extract<Inline, { type: "link" }>,
  key: number,
): ComponentChild {
  const words = plainOf(inside);
  const { text, target } = shownLink(url, words);
  const shown = text === words ? inlineViews(on, inside) : text;
  const link = pressable(key, "link", shown, () => openLink(on.app, url), url);
  return target === undefined
    ? link
    : [link, html`<span class="link-target" dir="ltr">${` (${target})`}</span>`];
}

/**
 * A link without a href, so that neither a middle click nor a drag nor a menu of the web view can take the
 * page away.
 */
const pressable = (
  key: number,
  kind: string,
  shown: ComponentChild,
  open: (event: Event) => void,
  title?: string,
): ComponentChild =>
  html`<span
    key=${key}
    class=${kind}
    role="link"
    tabindex="0"
    dir="auto"
    title=${title}
    onClick=${open}
    onKeyDown=${(event: KeyboardEvent) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // what opens may have the focus before this key is done with
      open(event);
    }}
    >${shown}</span
  >`;

function blockView<Type extends Block["type"]>(
  on: Drawn,
  block: Extract<Block, { type: Type }>,
  key: number,
) {
  const view: Views<Block>[Type] = blocks[block.type as Type];
  return view(on, block, key);
}

function inlineView<Type extends Inline["type"]>(
  on: Drawn,
  inline: Extract<Inline, { type: Type }>,
  key: number,
) {
  const view: Views<Inline>[Type] = inlines[inline.type as Type];
  return view(on, inline, key);
}

const blockViews = (on: Drawn, list: readonly Block[]): ComponentChild[] =>
  list.map((block, at) => blockView(on, block, at));

const inlineViews = (on: Drawn, list: readonly Inline[]): ComponentChild[] =>
  list.map((inline, at) => inlineView(on, inline, at));
