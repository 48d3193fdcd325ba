// Text with its entities as nodes: offsets are UTF-16 units, which are JavaScript's own, and entities may nest.

import { h } from "./dom.js";
import { tell } from "./topics.js";
import { say } from "./words.js";
import { show } from "./world.js";

const outside = (href) => (text) => {
  const address = href(text);
  const safe = /^(https?:\/\/|mailto:|tel:)/i.test(address);
  return safe ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }) : h("span.mention");
};

const BUILD = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre", blockquote: "blockquote", expandable_blockquote: "blockquote",
  mention: "span.mention", text_mention: "span.mention", hashtag: "span.hashtag", cashtag: "span.hashtag",
  spoiler: () => h("button.spoiler", { "aria-label": say("reveal"), onclick: ({ currentTarget: cover }) => cover.replaceWith(...cover.childNodes) }),
  text_link: (text, { url, to }) => (to ? h("button.command", { onclick: () => show(to) }) : outside(() => url)(text)),
  url: outside((text) => (/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`)),
  email: outside((text) => `mailto:${text}`),
  phone_number: outside((text) => `tel:${text}`),
  bot_command: (text) => h("button.command", { onclick: () => tell("command", text) }),
};

export function rich(text, entities = []) {
  const known = entities.filter((entity) => BUILD[entity.type] && entity.length > 0);
  known.sort((one, other) => one.offset - other.offset || other.length - one.length);
  return nodes(text, 0, text.length, known);
}

function nodes(text, from, to, entities) {
  const made = [];
  const waiting = [...entities];
  let place = from;
  while (waiting.length) {
    const entity = waiting.shift();
    const start = Math.max(entity.offset, place);
    const end = Math.min(entity.offset + entity.length, to);
    if (start >= end) continue;
    if (start > place) made.push(text.slice(place, start));
    const inside = [];
    while (waiting.length && waiting[0].offset < end) inside.push(waiting.shift());
    const build = BUILD[entity.type];
    const node = typeof build === "string" ? h(build) : build(text.slice(start, end), entity);
    node.append(...nodes(text, start, end, inside));
    made.push(node);
    place = end;
  }
  if (place < to) made.push(text.slice(place, to));
  return made;
}
