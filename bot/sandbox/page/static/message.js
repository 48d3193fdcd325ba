// One bubble: what a message, or an album of several, looks like.

import { face, tint } from "./avatars.js";
import { h, icon, iconButton } from "./dom.js";
import { rich } from "./entities.js";
import { clockTime, size } from "./times.js";
import { tell } from "./topics.js";
import { list, say } from "./words.js";
import { nameOf, view, world } from "./world.js";

// A block, {messages, first, last}, is drawn as one; `first` and `last` of its sender's in a row. Its head has the words.
const headOf = (block) => block.messages.find((message) => message.text) ?? block.messages[0];

export function drawn(block, chat) {
  const head = headOf(block);
  if (head.service) return serviceLine(head);
  const own = head.sender?.id === view.person;
  const faces = !own && chat.kind !== "private";
  const names = faces && block.first;
  const pictures = block.messages.filter((message) => message.photo);
  const chips = block.messages.flatMap((message) => message.reactions.map((reaction) => chip(message, reaction)));
  const bare = pictures.length > 0 && !head.text && !chips.length;
  const bubble = h("div.bubble", { class: `${bare ? "bare" : ""} ${pictures.length ? "pictured" : ""}` },
    names && h("div.name", { style: tint(head.sender?.id ?? chat.id) }, head.sender?.name ?? (head.title || chat.title),
      head.sender?.bot && h("span.botmark", say("bot"))),
    head.forward && h("div.forward", say("forwarded", { name: head.forward })),
    head.reply_to && quoted(head.reply_to, head.chat),
    pictures.length > 0 && grid(pictures, head, bare && meta(block, own)),
    block.messages.filter((message) => message.file).map(fileLine),
    head.place && placeLine(head.place),
    words(head, chips.length || bare ? null : meta(block, own)),
    chips.length > 0 && h("div.reactions", chips, meta(block, own)));
  return h("article.message", {
    dataset: { key: head.key, chat: head.chat }, tabIndex: -1,
    class: [own && "own", block.first && "first", block.last && "last", faces && "faced"].filter(Boolean).join(" "),
  },
  faces && block.last && face(head.sender?.id ?? chat.id, head.sender?.name ?? chat.title, { size: "small" }),
  h("div.body", h("div.line", bubble,
    iconButton("more", say("menu"), null, { class: "more", "data-do": "menu" })),
  keyboard(head)));
}

function words(message, time) {
  if (!message.text && !time) return null;
  return h("div.text", { class: message.text ? "" : "mute" }, rich(message.text, message.entities), time);
}

function meta(block, own) {
  const head = headOf(block);
  const last = block.messages.at(-1);
  return h("span.meta",
    head.edited && h("span.edited", say("edited")),
    h("time", clockTime(last.at)),
    own && h("span.ticks", { title: say(last.read ? "read_by_bot" : "not_read_by_bot"), class: last.read && "read" },
      icon(last.read ? "ticks" : "tick", 16)));
}

function quoted(reply, chat) {
  const words = reply.text || inShort(world.chats.get(chat)?.messages.get(reply.key));
  return h("button.quote", { dataset: { jump: reply.key } },
    h("b", reply.name), h("span", reply.photo && icon("photo", 15), words || say("photo")));
}

// A short bulletin is 800 by 370.
const WIDEST = 2.4;
const NARROWEST = 0.68;

function grid(messages, head, overlay) {
  const many = messages.length > 1;
  return h("div.photos", { class: many ? `many n${Math.min(messages.length, 10)}` : "" },
    messages.map((message) => picture(message, message.key === head.key ? {} : { key: message.key }, many)), overlay);
}

function picture({ photo, key, chat, text }, dataset, many) {
  const shape = Math.min(WIDEST, Math.max(NARROWEST, photo.width / photo.height || 1));
  const tile = h("button.photo", { "aria-label": say("open_photo"), dataset: { ...dataset, photo: key, chat } },
    h("img", { src: photo.small, alt: text || say("photo"), loading: "lazy", draggable: false }));
  if (!many) tile.style.setProperty("aspect-ratio", shape);
  return tile;
}

function fileLine({ file }) {
  return h("a.file.row", { href: file.url, download: file.name || "" },
    h("span.fileicon", icon("file", 22)),
    h("span.lines", h("b", file.name || say("file")), h("small", size(file.size))));
}

function placeLine({ latitude, longitude, title, address }) {
  return h("div.place.row",
    h("span.fileicon", icon("place", 22)),
    h("span.lines", h("b", title || say("place")), h("small", address || `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`)));
}

function keyboard(message) {
  if (!message.rows?.length) return null;
  return h("div.keyboard", message.rows.map((row, y) => h("div.keys", row.map((button, x) => key(message, button, y, x)))));
}

function key(message, button, row, column) {
  if (button.kind === "url") {
    return h("a.key", { href: /^https?:/i.test(button.url) ? button.url : "#", target: "_blank", rel: "noopener noreferrer" },
      h("span", button.text), icon("link", 14));
  }
  return h("button.key", { dataset: { row, column, text: button.text },
    onclick: (event) => tell("press", { message, row, column, button: event.currentTarget }) },
  h("span", button.text), h("i.spinner"));
}

const FACES = 3;

function chip(message, { emoji, by }) {
  const names = list(by.map(nameOf).filter(Boolean));
  const mine = by.includes(view.person);
  return h("button.chip", {
    class: mine && "mine", title: names, "aria-label": `${emoji} ${names}`, "aria-pressed": mine,
    "data-emoji": emoji, onclick: () => tell("react", { message, emoji: mine ? null : emoji }),
  }, h("span.emoji", emoji),
  by.length <= FACES ? h("span.faces", by.map((id) => face(id, nameOf(id), { size: "tiny" }))) : h("b", by.length));
}

const SERVICE = {
  new_chat_members: ({ names, by }) => (by && !names.includes(by) ? ["added", { by, names: list(names) }] : ["joined", { names: list(names) }]),
  left_chat_member: ({ names, by }) => (by && !names.includes(by) ? ["removed", { by, names: list(names) }] : ["left", { names: list(names) }]),
  pinned_message: ({ by }) => ["pinned_by", { by }],
  forum_topic_created: ({ by, names }) => ["topic_made", { by, names: list(names) }],
  new_chat_title: ({ by }) => ["renamed", { by }],
};

const serviceWords = (service) => say(...(SERVICE[service.kind]?.(service) ?? ["service"]));

function serviceLine(message) {
  return h("article.message.service", { dataset: { key: message.key, chat: message.chat } }, h("span", serviceWords(message.service)));
}

export function inShort(message) {
  if (!message) return "";
  if (message.service) return serviceWords(message.service);
  const mark = message.photo ? `[${say("photo")}] ` : message.file ? `[${say("file")}] ${message.file.name ?? ""} ` : message.place ? `[${say("place")}] ${message.place.title ?? ""}` : "";
  return (mark + message.text).replace(/\s+/g, " ").trim();
}

export const senderName = (message) => message.sender?.name ?? (message.title || world.chats.get(message.chat)?.title || "");
