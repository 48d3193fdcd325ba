// What can be done with a message: a small menu from its ⋯, a right click, or a long press.

import { ask } from "./asking.js";
import { face } from "./avatars.js";
import { find, h, icon, isPhone } from "./dom.js";
import { openLayer } from "./layers.js";
import { toast, warn } from "./toasts.js";
import { tell } from "./topics.js";
import { list, say } from "./words.js";
import { nameOf, view, world } from "./world.js";

const PALETTE = ["👍", "❤", "👏", "😁", "🤔", "👎", "🙏", "🎉"];
const HELD = 450; // ms that make a press long
let shut = () => {};

const mine = (message) => message.sender?.id === view.person;

const ACTS = [
  { key: "reply", icon: "reply", when: (message, chat) => !message.service && chat.writable !== false, act: (message) => tell("reply", message) },
  { key: "edit", icon: "edit", when: (message) => mine(message) && !message.forward && (message.text || message.photo), act: (message) => tell("rewrite", message) },
  { key: "copy", icon: "copy", when: (message) => message.text, act: copy },
  { key: "behind", icon: "glass", when: () => true, act: ({ chat, key }) => tell("glass", { chat, message: key }) },
  { key: "delete", icon: "bin", when: mine, act: remove, danger: true },
];

export function openMenu(node, box) {
  const chat = world.chats.get(Number(node.dataset.chat));
  const message = chat?.messages.get(Number(node.dataset.key));
  if (!message) return;
  shut();
  const before = document.activeElement;
  const menu = h("div.menu", { role: "dialog", "aria-modal": "true", "aria-label": say("menu") },
    !message.service && palette(message),
    givers(message),
    ACTS.filter(({ when }) => when(message, chat)).map((row) =>
      h("button.menurow.row", { class: row.danger && "danger", "data-do": row.key,
        onclick: () => { shut(); row.act(message); } }, icon(row.icon, 20), say(row.key))));
  const back = h("div.menuback", { onclick: () => shut(), oncontextmenu: (event) => { event.preventDefault(); shut(); } });
  shut = openLayer(() => {
    back.remove();
    menu.remove();
    node.classList.remove("chosen");
    shut = () => {};
    before?.focus?.({ preventScroll: true });
  });
  node.classList.add("chosen");
  find("#over").append(back, menu);
  place(menu, box);
  menu.querySelector(".menurow")?.focus({ preventScroll: true });
}

function place(menu, box) {
  if (isPhone()) return;
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, box.bottom + 6 + height > innerHeight ? box.top - height - 6 : box.bottom + 6)}px`;
}

function palette(message) {
  const given = message.reactions.find((reaction) => reaction.by.includes(view.person))?.emoji;
  return h("div.palette", PALETTE.map((emoji) =>
    h("button", { class: emoji === given && "mine", "data-emoji": emoji, "aria-label": say("react", { emoji }),
      onclick: () => { shut(); react({ message, emoji: emoji === given ? null : emoji }); } }, emoji)));
}

// Who reacted, by name: on a phone there is no pointer that could rest on the reaction.
function givers(message) {
  if (!message.reactions.length) return null;
  return h("div.givers", message.reactions.map(({ emoji, by }) =>
    h("span", h("span.emoji", emoji), by.map((id) => face(id, nameOf(id), { size: "tiny" })), list(by.map(nameOf)))));
}

export function react({ message, emoji }) {
  ask("/page/react", { as: view.person, chat: message.chat, message: message.key, emoji }).catch(warn);
}

// An album goes as a whole.
function remove({ chat, key, album }) {
  const all = [...world.chats.get(chat).messages.values()].filter((other) => other.key === key || (album && other.album === album));
  for (const each of all) ask("/page/delete", { as: view.person, chat, message: each.key }).catch(warn);
}

function copy(message) {
  navigator.clipboard?.writeText(message.text).then(() => toast(say("copied")), () => {});
}

export function watchForMenu(scroller) {
  let held = 0;
  let start = null;
  const drop = () => { clearTimeout(held); held = 0; };
  const open = (target, x, y) => {
    const node = target.closest(".message");
    if (node) openMenu(node, { left: x, top: y, bottom: y });
  };
  scroller.addEventListener("contextmenu", (event) => {
    if (event.target.closest("a[href]") || !event.target.closest(".bubble") || getSelection().toString()) return;
    event.preventDefault();
    drop();
    open(event.target, event.clientX, event.clientY);
  });
  scroller.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || !event.target.closest(".bubble")) return;
    start = event;
    held = setTimeout(() => {
      swallowClick();
      open(start.target, start.clientX, start.clientY);
    }, HELD);
  });
  scroller.addEventListener("pointermove", (event) => {
    if (held && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 10) drop();
  });
  for (const end of ["pointerup", "pointercancel"]) scroller.addEventListener(end, drop);
}

// The finger that opened the menu also lifts: that click is meant for nothing.
function swallowClick() {
  const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
  addEventListener("click", swallow, { capture: true, once: true });
  addEventListener("pointerup", () => setTimeout(() => removeEventListener("click", swallow, { capture: true }), 60), { once: true, capture: true });
}
