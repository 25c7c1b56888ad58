import { html } from "htm/preact";
import type { ComponentChild } from "preact";

import type { MessageKind } from "../../src/protocol/message.ts";
import { openChannel } from "../actions/open-channel.ts";
import { openLink } from "../actions/open-link.ts";
import type { App } from "../app.ts";
import { channelNamed } from "../state/channels.ts";
import { shownLink } from "../text/links.ts";
import { type Block, type Inline, parseMarkdown } from "../text/markdown.ts";
import { isNamed } from "../text/mentions.ts";
import { plainOf } from "../text/plain-text.ts";
import { useApp } from "./app-context.ts";
import { CodeBlock } from "./code-block.ts";
import { Spoiler } from "./spoiler.ts";
import { visibleText } from "./visible-text.ts";

/**
 * What someone wrote, with what its marks mean. Every element is made here, from a list of what there can be; nothing
 * a person wrote becomes markup.
 */
export function RichText({ text, kind = "text" }: { text: string; kind?: MessageKind }) {
  const app = useApp();
  return parseMarkdown(kind, text).map((block, at) => blockView(app, block, at));
}

type Views<Part extends { type: string }> = {
  [Type in Part["type"]]: (app: App, part: Extract<Part, { type: Type }>, key: number) => ComponentChild;
};

const blocks: Views<Block> = {
  paragraph: (app, { inside }) => inlineViews(app, inside),
  heading: (app, { level, inside }, key) =>
    html`<p key=${key} class="md-heading ${level > 1 ? "md-small" : ""}" dir="auto">
      ${inlineViews(app, inside)}
    </p>`,
  code: (app, { lang, text }, key) => html`<${CodeBlock} key=${key} app=${app} lang=${lang} text=${text} />`,
  quote: (app, { blocks: inside }, key) =>
    html`<blockquote key=${key} class="md-quote" dir="auto">${blockViews(app, inside)}</blockquote>`,
  list(app, { start, items }, key) {
    const rows = items.map((item, at) => html`<li key=${at} dir="auto">${blockViews(app, item)}</li>`);
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
  strong: (app, { inside }, key) => html`<strong key=${key}>${inlineViews(app, inside)}</strong>`,
  emphasis: (app, { inside }, key) => html`<em key=${key}>${inlineViews(app, inside)}</em>`,
  strike: (app, { inside }, key) => html`<s key=${key}>${inlineViews(app, inside)}</s>`,
  spoiler: (app, { inside }, key) => html`<${Spoiler} key=${key}>${inlineViews(app, inside)}<//>`,
  code: (_, { text }, key) => html`<code key=${key} class="md-code">${visibleText(text)}</code>`,
  link: linkView,
  mention(app, { name }, key) {
    const me = app.store.state.me?.username ?? "";
    return html`<span key=${key} class="mention ${isNamed(name, me) ? "mention-me" : ""}"
      >${`@${name}`}</span
    >`;
  },
  channel(app, { name }, key) {
    const channel = channelNamed(app.store.state.channels, name);
    if (channel === undefined) return `#${name}`;
    return pressable(key, "mention mention-link", `#${name}`, () => openChannel(app, channel.id));
  },
};

function linkView(app: App, { url, inside }: Extract<Inline, { type: "link" }>, key: number): ComponentChild {
  const words = plainOf(inside);
  const { text, target } = shownLink(url, words);
  const shown = text === words ? inlineViews(app, inside) : text;
  const link = pressable(key, "link", shown, () => openLink(app, url), url);
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
  open: () => void,
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
    onKeyDown=${(event: KeyboardEvent) => event.key === "Enter" && open()}
    >${shown}</span
  >`;

function blockView<Type extends Block["type"]>(app: App, block: Extract<Block, { type: Type }>, key: number) {
  const view: Views<Block>[Type] = blocks[block.type as Type];
  return view(app, block, key);
}

function inlineView<Type extends Inline["type"]>(
  app: App,
  inline: Extract<Inline, { type: Type }>,
  key: number,
) {
  const view: Views<Inline>[Type] = inlines[inline.type as Type];
  return view(app, inline, key);
}

const blockViews = (app: App, list: readonly Block[]): ComponentChild[] =>
  list.map((block, at) => blockView(app, block, at));

const inlineViews = (app: App, list: readonly Inline[]): ComponentChild[] =>
  list.map((inline, at) => inlineView(app, inline, at));
