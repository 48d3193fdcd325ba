// Under the glass: the drawer that shows what stands behind one message; it follows the message while it is open.

import { get } from "./asking.js";
import { VIEWS } from "./behind.js";
import { find, h, iconButton, settle } from "./dom.js";
import { closeSheet, openSheet } from "./layers.js";
import { inShort, senderName } from "./message.js";
import { on } from "./topics.js";
import { say } from "./words.js";
import { world } from "./world.js";

const SETTLING = 250; // ms; several changes in a row are one refresh

const glass = find("#glass");
const body = h("div", { id: "behind" });

let shown = null;
let waiting = 0;
function openGlass({ chat, message }) {
  const opener = document.activeElement;
  shown = { world: world.id, chat, key: message, last: null, behind: null, fault: "", view: "", unfolded: new Set(), opener };
  openSheet("glass");
  draw();
  find("[data-closes]", glass).focus({ preventScroll: true });
  return refresh();
}

async function refresh() {
  const mine = shown;
  const found = await get(`/page/behind?chat=${mine.chat}&message=${mine.key}`).catch((error) => ({ error }));
  if (mine !== shown) return;
  if (!found.error) mine.behind = found;
  mine.fault = found.error?.message ?? "";
  draw();
}

function soon() {
  clearTimeout(waiting);
  if (shown) waiting = setTimeout(() => shown && refresh(), SETTLING);
}

on("glass", openGlass);
// a ticket moves by more than its own message: by what others say, by taps, by the clock
on("message edit reaction delete answer time", soon);
on("language", () => shown && draw());
on("loaded", () => shown && (shown.world === world.id ? soon() : closeSheet()));

new MutationObserver(() => {
  if (!glass.hidden || !shown) return;
  if (shown.opener?.isConnected) shown.opener.focus({ preventScroll: true });
  shown = null;
}).observe(glass, { attributeFilter: ["hidden"] });

function chosen() {
  const { view, behind } = shown;
  if (view || !behind || behind.ticket?.no) return view || "ticket";
  return behind.calls.length ? "calls" : "update";
}

function choose(name) {
  shown.view = name;
  body.scrollTop = 0;
  draw();
  find(`[data-tab="${name}"]`, glass).focus();
}

function draw() {
  const { chat, key, behind, fault, unfolded } = shown;
  const message = world.chats.get(chat)?.messages.get(key);
  shown.last = message ?? shown.last;
  const now = chosen();
  const no = behind?.ticket?.no;
  const tab = (name) => h("button", { class: name === now && "now", "aria-pressed": name === now,
    "data-tab": name, onclick: () => choose(name) }, say(`tab_${name}`), name === "calls" && behind && ` ${behind.calls.length}`);
  glass.ariaLabel = say("glass_title");
  settle(body, fault && h("p.fault", { role: "alert" }, fault), behind ? VIEWS[now](behind, unfolded) : !fault && h("p.empty", say("glass_loading")));
  settle(glass,
    h("header.sheethead.row", h("h2", say("glass_title"), no && ` · ${no}`), iconButton("close", say("close"), null, { "data-closes": "glass" })),
    shown.last && h("blockquote", h("b", senderName(shown.last)), h("span", inShort(shown.last)), !message && h("em", say("glass_gone"))),
    h("nav.topics", Object.keys(VIEWS).map(tab)), body);
}
