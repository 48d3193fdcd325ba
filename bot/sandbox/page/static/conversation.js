// The open conversation: its messages kept in step with the world, and the scrolling of a messenger.

import { items } from "./blocks.js";
import { fill, find, h, icon, isCalm, settle, soon } from "./dom.js";
import { memory, remember } from "./memory.js";
import { openMenu, watchForMenu } from "./menu.js";
import { drawn } from "./message.js";
import { on } from "./topics.js";
import { openViewer } from "./viewer.js";
import { language, say } from "./words.js";
import { inOrder, markRead, unreadOf, view, world } from "./world.js";

const AT_ONCE = 250; // blocks drawn at first; the earlier ones wait behind a button
const NEAR = 80; // pixels from the end that count as being there
const FADE = 260;

const list = h("div.list");
const scroller = h("div.scroller", { tabIndex: 0, role: "log" }, list);
const count = h("b");
const downButton = h("button.down.row", { hidden: true, onclick: () => toEnd(true) }, count, icon("down", 22));
const pane = h("div.pane", scroller, downButton);

// What is shown: `stuck` means that the view stays at the end when something comes.
const shown = { chat: null, person: 0, topic: null, unreadFrom: null, from: 0, stuck: true, nodes: new Map() };
export function startConversation() {
  scroller.addEventListener("scroll", scrolled, { passive: true });
  scroller.addEventListener("click", pressed);
  scroller.addEventListener("pointerdown", ({ isPrimary, button }) => { held = isPrimary && !button; });
  for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => { held = false; renderSoon(); })); // the click comes first
  watchForMenu(scroller);
  new ResizeObserver(() => shown.stuck && toEnd()).observe(list);
  new ResizeObserver(() => shown.stuck && toEnd()).observe(scroller);
  on("message edit reaction", (message) => message.chat === shown.chat && renderSoon());
  on("delete", ({ chat }) => chat === shown.chat && renderSoon());
  on("time", renderSoon); // another day
  on("loaded", () => begin(null));
  on("language", () => begin(shown.chat));
  on("view", ({ message }) => look(message));
  document.addEventListener("visibilitychange", seen);
  return pane;
}

/** The topic looked at: null is all of them, 0 the general one. */
export const topicOf = (chat) => memory.topics[chat.id] ?? null;

export function chooseTopic(chat, topic) {
  remember({ topics: { ...memory.topics, [chat.id]: topic } });
  begin(chat.id);
}

export function jump(key) {
  const chat = world.chats.get(shown.chat);
  const message = chat?.messages.get(key);
  if (!message) return;
  if (shown.topic !== null && (message.topic ?? 0) !== shown.topic) chooseTopic(chat, null);
  const keys = visible(chat).map((each) => each.key);
  shown.from = Math.min(shown.from, Math.max(0, keys.indexOf(key) - 20));
  render();
  const node = nodeOf(key);
  if (!node) return;
  const box = node.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  if (box.top < frame.top + 8 || box.bottom > frame.bottom - 8) {
    shown.stuck = false;
    node.scrollIntoView({ block: box.height > frame.height ? "start" : "center", behavior: isCalm() ? "instant" : "smooth" });
  }
  node.classList.remove("lit");
  void node.offsetWidth; // so that the light begins anew
  node.classList.add("lit");
}

const nodeOf = (key) => find(`[data-key="${key}"]`, list)?.closest(".message");

function look(message) {
  if (view.chat !== shown.chat || view.person !== shown.person || view.screen !== shown.screen) begin(view.chat);
  if (message) jump(message);
  seen();
}

function begin(id) {
  const chat = world.chats.get(id);
  Object.assign(shown, { chat: chat?.id ?? null, person: view.person, screen: view.screen, topic: chat ? topicOf(chat) : null, stuck: true });
  shown.nodes.clear();
  shown.unreadFrom = (chat && unreadOf(chat, view.person)[0]?.key) ?? null;
  shown.from = chat ? Math.max(0, visible(chat).length - AT_ONCE) : 0;
  fill(list);
  render();
  const line = find(".unread", list);
  toEnd();
  if (line && line.offsetTop < scroller.scrollTop) {
    shown.stuck = false;
    scroller.scrollTop = line.offsetTop - 12;
  }
  scrolled();
}

function visible(chat) {
  const all = inOrder(chat);
  return shown.topic === null ? all : all.filter((message) => (message.topic ?? 0) === shown.topic);
}

let held = false; // a finger is down: what it presses must stay

const renderSoon = soon(() => {
  if (held) return;
  render();
  seen();
});

function render() {
  const chat = world.chats.get(shown.chat);
  if (!chat) {
    fill(list, h("p.empty", say("choose_chat")));
    return;
  }
  const messages = visible(chat);
  const wanted = items(messages.slice(shown.from), shown.unreadFrom);
  const old = shown.nodes;
  shown.nodes = new Map();
  const order = wanted.map((item) => {
    const mark = language() + item.mark;
    let kept = old.get(item.id);
    if (kept?.mark !== mark) {
      const node = MAKE[item.kind](item, chat);
      kept = { mark, node: kept ? renewed(kept.node, node) : entering(node) };
    }
    shown.nodes.set(item.id, kept);
    old.delete(item.id);
    return kept.node;
  });
  for (const { node } of old.values()) vanish(node);
  settle(list, shown.from > 0 && h("button.earlier.button", { onclick: earlier }, say("earlier")), order.length ? order : h("p.empty", say("empty_chat")));
  if (shown.stuck) toEnd();
  showDown();
}

const MAKE = {
  day: (item) => h("div.day", h("span", item.mark)),
  unread: () => h("div.unread", h("span", say("unread_line"))),
  block: (item, chat) => drawn(item.block, chat),
};

function renewed(old, node) {
  if (old.classList.contains("lit")) node.classList.add("lit");
  for (const image of old.querySelectorAll("img")) find(`img[src="${CSS.escape(image.getAttribute("src"))}"]`, node)?.replaceWith(image); // no flash
  for (const waits of old.querySelectorAll(".waits")) {
    const { row, column, text } = waits.dataset;
    find(`[data-row="${row}"][data-column="${column}"][data-text="${CSS.escape(text)}"]`, node)?.classList.add("waits");
  }
  return node;
}

function entering(node) {
  if (list.childElementCount && !isCalm()) node.classList.add("enters");
  return node;
}

function vanish(node) {
  if (!node.classList.contains("message") || isCalm()) return void node.remove();
  node.classList.add("going");
  setTimeout(() => node.remove(), FADE);
}

function earlier() {
  const below = scroller.scrollHeight - scroller.scrollTop;
  shown.from = Math.max(0, shown.from - AT_ONCE);
  render();
  scroller.scrollTop = scroller.scrollHeight - below;
}

const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;

export function toEnd(smooth = false) {
  shown.stuck = true;
  scroller.scrollTo({ top: scroller.scrollHeight, behavior: smooth && !isCalm() ? "smooth" : "instant" });
}

let previous = 0;

function scrolled() {
  // a smooth way to the end passes points that are not the end: only going up lets go
  if (atEnd()) shown.stuck = true;
  else if (scroller.scrollTop < previous - 1) shown.stuck = false;
  previous = scroller.scrollTop;
  seen();
  showDown();
}

function seen() {
  const chat = world.chats.get(shown.chat);
  const onScreen = scroller.clientHeight > 0 && document.visibilityState === "visible";
  if (!chat || !onScreen) return;
  if (atEnd() && shown.topic === null) return void markRead(chat);
  const end = scroller.getBoundingClientRect().bottom;
  const lowest = [...list.querySelectorAll(".message")].findLast((node) => node.getBoundingClientRect().top < end - 20);
  if (lowest) markRead(chat, Math.max(Number(lowest.dataset.key), ...[...lowest.querySelectorAll("[data-key]")].map((tile) => Number(tile.dataset.key))));
  showDown();
}

function showDown() {
  const chat = world.chats.get(shown.chat);
  downButton.hidden = !chat || atEnd() || shown.stuck;
  if (downButton.hidden) return;
  const fresh = unreadOf(chat, view.person).length;
  count.textContent = fresh ? say("new_below", { n: fresh }) : "";
  downButton.setAttribute("aria-label", say("to_bottom"));
}

function pressed(event) {
  const spot = event.target.closest("[data-jump], [data-photo], [data-do=menu]");
  if (!spot) return;
  if (spot.dataset.jump) jump(Number(spot.dataset.jump));
  else if (spot.dataset.photo) openViewer(shown.chat, Number(spot.dataset.photo));
  else openMenu(spot.closest(".message"), spot.getBoundingClientRect());
}
