// Where one writes: text, what goes with it, replies and changes of own messages.

import { ask } from "./asking.js";
import { addFiles, addPhotos, addSample, isPreparing, notice, parcels, release, tray, useItems } from "./attachments.js";
import { commandList, hasCommands, menuKey, startCommands, suggest } from "./commands.js";
import { topicOf, toEnd } from "./conversation.js";
import { fill, find, h, icon, iconButton, isTouch } from "./dom.js";
import { memory, remember } from "./memory.js";
import { react } from "./menu.js";
import { inShort, senderName } from "./message.js";
import { warn } from "./toasts.js";
import { on } from "./topics.js";
import { phrase, say } from "./words.js";
import { chatNow, view, world } from "./world.js";

const COUNTED = 296; // units before the limit from which the counter shows: 3,800 for a text

const form = h("form", { id: "compose", onsubmit: (event) => { event.preventDefault(); send(); } });
const context = h("div.context.row", { hidden: true });
const area = h("textarea", { rows: 1, oninput: written, onkeydown: key, onpaste: (event) => take(event, event.clipboardData.files), autocomplete: "off", enterKeyHint: "enter" });
const counter = h("div.counter", { hidden: true, role: "status" });
const photosInput = h("input", { type: "file", accept: "image/*", multiple: true, hidden: true, name: "photos", onchange: () => chosen(photosInput, addPhotos) });
const filesInput = h("input", { type: "file", multiple: true, hidden: true, name: "files", onchange: () => chosen(filesInput, addFiles) });
const slashButton = iconButton("slash", "", slash, { "data-do": "commands" });
const attachButton = iconButton("attach", "", toggleSheet, { "data-do": "attach", "aria-expanded": "false" });
const sendButton = h("button.iconbutton.sendbutton", { type: "submit", "data-do": "send" }, icon("send", 22));
const sheet = h("div.attachsheet", { hidden: true });
const writing = h("div.writing", attachButton, slashButton, area, sendButton);

// What is being written, by person and chat: {reply, edit, items, busy}; the text itself is kept over a reload.
const drafts = new Map();
let here = null;
let town = "";

export function startCompose() {
  startCommands(area, (text, insert) => (insert ? write(`${text} `) : sendText(text)), () => { slashButton.hidden = !hasCommands(); });
  on("loaded", forget);
  on("loaded language", draw);
  on("view chat", () => drawn !== state() && draw()); // what is being written is left alone
  on("reply", (message) => { here.edit = null; here.reply = message; drawContext(); area.focus(); });
  on("rewrite", rewrite);
  on("react", react);
  on("command", sendText);
  on("delete", ({ chat, key }) => chat === view.chat && [here?.reply?.key, here?.edit?.key].includes(key) && cancel());
  const talk = find("#talk");
  talk.addEventListener("dragover", (event) => event.preventDefault());
  talk.addEventListener("drop", (event) => take(event, event.dataTransfer.files));
  document.addEventListener("pointerdown", (event) => !sheet.hidden && !event.target.closest(".attachsheet, [data-do=attach]") && toggleSheet());
  return form;
}

// In another town there is nothing to reply to.
function forget() {
  if (world.id === town) return;
  town = world.id;
  for (const { items } of drafts.values()) release(items);
  drafts.clear();
}

let drawn = "";

function state() {
  const chat = chatNow();
  return `${view.person}:${view.chat}:${chat?.started}:${chat?.writable}`;
}

function draw() {
  const chat = chatNow();
  form.hidden = !chat;
  drawn = state();
  const name = `${view.person}:${view.chat}`;
  if (!drafts.has(name)) drafts.set(name, { name, reply: null, edit: null, items: [], busy: false });
  here = drafts.get(name);
  if (!chat) return;
  if (chat.kind === "private" && chat.started === false) {
    return void fill(form, h("div.begin", h("p", say("start_hint")),
      h("button.button.primary.wide", { "data-do": "start", onclick: start }, say("start"))));
  }
  if (chat.writable === false) return void fill(form, h("p.closed", say("not_writable")));
  for (const [button, word] of [[attachButton, "attach"], [slashButton, "commands"], [sendButton, "send"]]) {
    button.title = say(word);
    button.setAttribute("aria-label", say(word));
  }
  slashButton.hidden = !hasCommands();
  fill(form, commandList, sheet, context, notice, tray, counter, writing, photosInput, filesInput);
  area.value = here.edit ? here.edit.text : (memory.drafts[name] ?? "");
  useItems(here.items, written);
  drawContext();
  if (!sheet.hidden) toggleSheet();
}

function drawContext() {
  const { reply, edit } = here;
  const message = edit ?? reply;
  context.hidden = !message;
  fill(context, message && [icon(edit ? "edit" : "reply", 20),
    h("span.lines", h("b", edit ? say("editing") : say("replying", { name: senderName(message) })), h("small", inShort(message))),
    iconButton("close", say("cancel"), cancel)]);
  attachButton.hidden = Boolean(edit);
  slashButton.hidden = Boolean(edit) || !hasCommands();
  written();
}

function cancel() {
  const editing = here.edit;
  Object.assign(here, { reply: null, edit: null });
  if (editing) area.value = memory.drafts[here.name] ?? "";
  drawContext();
}

const limit = () => ((here.edit ? here.edit.photo || here.edit.file : here.items.length) ? world.limits.caption : world.limits.text);

function written() {
  if (!here) return;
  const length = area.value.trim().length;
  const over = length - limit();
  area.placeholder = say(here.items.length ? "write_caption" : "write");
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 180)}px`;
  const busy = isPreparing() ? say("preparing") : here.busy && say("sending");
  counter.hidden = over < -COUNTED && !busy;
  counter.classList.toggle("over", over > 0);
  counter.textContent = busy || (over > 0 ? say("too_long", { n: over }) : say("left_over", { n: -over }));
  sendButton.disabled = Boolean(busy) || over > 0 || (length === 0 && !here.items.length);
  sendButton.title = say(here.edit ? "save" : "send");
  if (!here.edit) keepText(area.value);
  suggest(here.edit || here.items.length ? "" : area.value);
}

function keepText(text) {
  if ((memory.drafts[here.name] ?? "") === text) return;
  const others = { ...memory.drafts, [here.name]: text };
  if (!text) delete others[here.name];
  remember({ drafts: others });
}

function write(text) {
  area.value = text;
  area.focus();
  written();
}

function slash() {
  write(area.value === "/" ? "" : area.value || "/");
}

function key(event) {
  if (event.isComposing || event.keyCode === 229) return; // the Enter that ends a Chinese word
  if (menuKey(event)) return;
  if (event.key === "Enter" && !event.shiftKey && !isTouch()) {
    event.preventDefault();
    send();
  } else if (event.key === "Escape" && (here.edit || here.reply)) {
    event.preventDefault();
    cancel();
  }
}

function rewrite(message) {
  Object.assign(here, { edit: message, reply: null });
  write(message.text);
  drawContext();
}

function chosen(input, add) {
  add([...input.files]);
  input.value = "";
  area.focus();
}
function take(event, list) {
  const files = [...list];
  if (!files.length) return;
  event.preventDefault();
  if (!writing.isConnected) return;
  const pictures = files.filter((file) => file.type.startsWith("image/"));
  addPhotos(pictures);
  addFiles(files.filter((file) => !pictures.includes(file)));
}

function toggleSheet() {
  sheet.hidden = !sheet.hidden;
  attachButton.setAttribute("aria-expanded", String(!sheet.hidden));
  if (sheet.hidden) return;
  const choice = (name, word, input) => h("button.menurow.row", { "data-do": word.replace("_", "-"), onclick: () => { toggleSheet(); input.click(); } }, icon(name, 20), say(word));
  fill(sheet, choice("photo", "attach_photo", photosInput), choice("file", "attach_file", filesInput),
    world.samples.length > 0 && h("h3", say("attach_sample")),
    h("div.samples", world.samples.map((sample) => h("button", { "data-sample": sample.name,
      onclick: () => { toggleSheet(); addSample(sample); area.focus(); } }, h("img", { src: sample.url, alt: "" }), h("span", phrase(sample.title))))));
}

async function send() {
  const text = area.value.trim();
  if (sendButton.disabled) return;
  const draft = here;
  const { edit, reply, items } = draft;
  const target = { as: view.person, chat: view.chat };
  const common = { ...target, reply_to: reply?.key, topic: topicOf(chatNow()) || reply?.topic };
  Object.assign(draft, { edit: null, reply: null, items: [], busy: items.length > 0 });
  area.value = edit ? (memory.drafts[draft.name] ?? "") : "";
  useItems(draft.items, written);
  drawContext();
  if (!edit) toEnd();
  const waiting = edit ? [] : parcels(items, text, common);
  let left = text;
  try {
    if (edit) await ask("/page/edit", { ...target, message: edit.key, text });
    for (; waiting.length; waiting.shift()) {
      await ask("/page/post", waiting[0].form);
      release(waiting[0].group);
      left = "";
    }
  } catch (fault) {
    giveBack(draft, { edit, reply, items: waiting.flatMap((parcel) => parcel.group) }, left);
    warn(fault);
  }
  draft.busy = false;
  if (draft === here) written();
}

// What could not be sent is there again, unless something new was begun.
function giveBack(draft, what, text) {
  if (draft !== here || area.value || draft.items.length) return release(what.items);
  Object.assign(draft, what);
  area.value = text;
  useItems(draft.items, written);
  drawContext();
}

function sendText(text) {
  const [parcel] = parcels([], text, { as: view.person, chat: view.chat, topic: topicOf(chatNow()) || null });
  if (area.value.startsWith("/")) write("");
  toEnd();
  ask("/page/post", parcel.form).catch(warn);
}

function start() {
  ask("/page/start", { as: view.person }).catch(warn);
}

