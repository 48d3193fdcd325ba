// The middle column: whose conversation this is, what is pinned, its topics, and banners when something is gone.

import { attempt } from "./attempt.js";
import { chatFace } from "./avatars.js";
import { startCompose } from "./compose.js";
import { chooseTopic, jump, startConversation, topicOf } from "./conversation.js";
import { fill, find, h, icon, iconButton, isPhone } from "./dom.js";
import { openLayer } from "./layers.js";
import { inShort } from "./message.js";
import { on } from "./topics.js";
import { list, say } from "./words.js";
import { chatNow, nameOf, show, titleOf, view, world } from "./world.js";

const TYPING = 5000;

const head = h("header.talkhead.row");
const under = h("small");
const pinned = h("button.pinned.row", { hidden: true });
const topics = h("nav.topics", { hidden: true });
const typing = { chat: null, name: "", timer: 0 };

export function startTalk() {
  on("view loaded", screens); // first, as nothing can scroll while it is hidden
  fill(find("#talk"), head, pinned, topics, startConversation(), startCompose());
  on("loaded language view chat", draw);
  on("edit delete", drawPinned);
  on("typing", hear);
  on("message", ({ chat, sender }) => chat === typing.chat && sender?.name === typing.name && hear({}));
  on("bot connection loaded language", drawBanner);
}

function draw() {
  const chat = chatNow();
  head.hidden = !chat;
  if (chat) {
    fill(head, iconButton("left", say("back"), back, { class: "back", "data-do": "back" }),
      chatFace(chat, { size: "middle" }), h("div.lines", h("b", titleOf(chat)), under),
      iconButton("stage", say("open_stage"), null, { class: "onlysheet", "data-opens": "stage" }));
    drawUnder(chat);
    drawTopics(chat);
  }
  drawPinned();
}

function drawUnder(chat) {
  const speaks = typing.chat === chat.id;
  under.classList.toggle("types", speaks);
  if (speaks) under.textContent = say("typing", { name: typing.name });
  else if (chat.kind === "private") under.textContent = `${say("bot")} · ${nameOf(view.person)}`;
  else under.textContent = `${say("members", { n: chat.members.length })} · ${list(chat.members.map(nameOf).filter(Boolean))}`;
}

function drawPinned() {
  const chat = chatNow();
  const message = chat?.messages.get(chat.pinned?.findLast((key) => chat.messages.has(key)));
  pinned.hidden = !message;
  if (!message) return;
  pinned.onclick = () => jump(message.key);
  fill(pinned, icon("pin", 20), h("span.lines", h("b", say("pinned")), h("small", inShort(message))));
}

function drawTopics(chat) {
  const named = chat.topics ?? [];
  topics.hidden = named.length === 0;
  const chosen = topicOf(chat);
  const choices = [{ id: null, name: say("topic_all") }, { id: 0, name: say("topic_general") }, ...named];
  fill(topics, choices.map(({ id, name }) => h("button", { class: id === chosen && "now", "aria-pressed": id === chosen,
    "data-topic": id, onclick: () => { chooseTopic(chat, id); drawTopics(chat); } }, name)));
}

function hear({ chat, name }) {
  clearTimeout(typing.timer);
  Object.assign(typing, { chat, name, timer: chat && setTimeout(hear, TYPING, {}) });
  if (chatNow()) drawUnder(chatNow());
}

let leave = null;

function screens() {
  document.body.dataset.screen = view.screen;
  if (!isPhone() || view.screen !== "talk" || leave) return;
  leave = openLayer(() => {
    leave = null;
    show({ screen: "list" });
  }, { below: true, escapes: false });
}

function back() {
  if (leave) leave();
  else show({ screen: "list" });
}

const BANNERS = { down: "bot_down", starting: "bot_starting", gone: "bot_gone" };

function drawBanner() {
  const banner = find("#banner");
  const key = world.connected ? BANNERS[world.bot.state] : "server_gone";
  const shows = key && (world.id || !world.connected);
  banner.className = shows ? key : "";
  fill(banner, shows && [icon(key === "bot_starting" ? "clock" : "warn", 18), h("span", say(key)),
    ["bot_down", "bot_gone"].includes(key) && h("button.button", { "data-do": "start-bot", onclick: () => attempt("/page/bot", { do: "start" }) }, say("start_bot"))]);
}
