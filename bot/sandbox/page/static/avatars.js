// Faces of accounts and chats: a letter on a colour of their own; the bot has its bee.

import { h } from "./dom.js";
import { world } from "./world.js";

const TINTS = 8;

export const tint = (id) => ({ "--tint": `var(--tint${Math.abs(id ?? 0) % TINTS})` });

const letter = (name) => [...(name ?? "").replace(/^[#@\s]+/, "")][0]?.toUpperCase() ?? "?";

export function face(id, name, { group = false, size = "" } = {}) {
  const properties = { "aria-hidden": "true", style: tint(id), class: `${group ? "square" : ""} ${size}` };
  if (id === world.bot.id) return h("span.face.bee", properties, h("img", { src: "/static/bee.svg", alt: "", draggable: false }));
  return h("span.face", properties, letter(name));
}

export const chatFace = (chat, options) =>
  chat.kind === "private" ? face(world.bot.id, world.bot.name, options) : face(chat.id, chat.title, { ...options, group: true });
