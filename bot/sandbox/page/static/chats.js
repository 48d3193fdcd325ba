// The left column: who am I, and the chats this person is in, with what is new where.

import { chatFace, face } from "./avatars.js";
import { fill, find, h, icon, iconButton, settle, soon } from "./dom.js";
import { keep, memory, recall } from "./memory.js";
import { inShort, senderName } from "./message.js";
import { shortWhen } from "./times.js";
import { on } from "./topics.js";
import { language, phrase, say, setLanguage } from "./words.js";
import { chatsOf, newest, show, titleOf, unreadCount, unreadOf, view, world } from "./world.js";

const brand = h("header.brand.row");
const people = h("nav", { id: "people" });
const persons = h("div.persons");
const chats = h("nav.scrolls", { id: "chats" });

export function startChats() {
  applyTheme();
  darkOutside.addEventListener("change", () => { applyTheme(); drawBrand(); });
  fill(find("#who"), brand, people, chats);
  on("loaded language view", () => { drawBrand(); drawLists(); });
  on("message edit delete chat read time", soon(drawLists));
}

function drawLists() {
  drawPeople();
  drawChats();
}

function drawBrand() {
  fill(brand, h("img", { src: "/static/bee.svg", alt: "", width: 36, height: 36 }),
    h("h1.lines", world.bot.name, h("small", say("subtitle"))),
    h("button.iconbutton.word", { lang: language() === "zh" ? "en" : "zh-CN", title: say("language"), "aria-label": say("language"),
      "data-do": "language", onclick: () => setLanguage(language() === "zh" ? "en" : "zh") }, language() === "zh" ? "EN" : "中"),
    iconButton(isDark() ? "sun" : "moon", say("theme"), switchTheme, { "data-do": "theme" }),
    iconButton("stage", say("open_stage"), null, { class: "onlysheet", "data-opens": "stage" }));
}

const darkOutside = matchMedia("(prefers-color-scheme: dark)");

const isDark = () => (recall("theme") ?? (darkOutside.matches ? "dark" : "light")) === "dark";

function switchTheme() {
  keep("theme", isDark() ? "light" : "dark");
  applyTheme();
  drawBrand();
}

function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

function drawPeople() {
  settle(people, h("h2", say("who_am_i")), persons);
  settle(persons, [...world.people.values()].map(person));
}

function person({ id, name, role }) {
  const now = id === view.person;
  const fresh = unreadCount(id);
  return h("button.person.row", {
    class: now && "now", "aria-pressed": now, "data-person": id, onclick: () => !now && show({ person: id, screen: view.screen }),
  }, h("span.facebox", face(id, name), badge(fresh)), h("span.lines", h("b", name), h("small", phrase(role))), now && icon("tick", 18));
}

const badge = (count) => count > 0 && h("span.badge", { "aria-label": say("new_below", { n: count }) }, count > 99 ? "99+" : count);

function drawChats() {
  const mine = chatsOf(view.person);
  settle(chats, h("h2", say("chats")), mine.map(row));
  const fresh = unreadCount(view.person);
  document.title = (fresh ? `(${fresh}) ` : "") + say("title");
}

function row(chat) {
  const last = chat.messages.get(newest(chat));
  const now = chat.id === view.chat;
  return h("button.chat.row", {
    class: now && "now", "aria-current": now, dataset: { chatId: chat.id }, onclick: () => show({ chat: chat.id }),
  }, chatFace(chat), h("span.chatwords",
    h("span.chattop.row", h("b", titleOf(chat)), last && h("time", shortWhen(last.at))),
    h("span.chatlast.row", h("span", lastLine(chat, last)), badge(unreadOf(chat, view.person).length))));
}

function lastLine(chat, last) {
  const draft = chat.id !== view.chat && memory.drafts[`${view.person}:${chat.id}`];
  if (draft) return [h("em.draft", say("draft"), " "), draft];
  if (!last) return chat.kind === "private" && chat.started === false ? say("not_started") : say("empty_chat");
  const own = last.sender?.id === view.person;
  const who = last.service || (chat.kind === "private" && !own) ? null : h("span.by", own ? say("you") : senderName(last), ": ");
  return [who, inShort(last)];
}
