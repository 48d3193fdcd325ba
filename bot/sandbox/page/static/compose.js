// Where one writes: text, what goes with it, replies and changes of own messages.

import { ask } from "./asking.js";
import { addFiles, addPhotos, addSample, isPreparing, notice, tray, useItems } from "./attachments.js";
import { commandList, hasCommands, menuKey, startCommands, suggest } from "./commands.js";
import { topicOf, toEnd } from "./conversation.js";
import { fill, find, h, icon, iconButton, isTouch } from "./dom.js";
import { draftOf, dropGone, isBusy, keepWords, post } from "./drafts.js";
import { react } from "./menu.js";
import { inShort, senderName } from "./message.js";
import { toast, warn } from "./toasts.js";
import { on } from "./topics.js";
import { phrase, say } from "./words.js";
import { chatNow, view, world } from "./world.js";

const COUNTED = 296; // units before the limit from which the counter shows: 3,800 for a text

const SEEN = /[^\p{Z}\p{C}]/u; // a text of spaces and invisible signs says nothing

const form = h("form", { id: "compose", onsubmit: (event) => { event.preventDefault(); send(); } });
const context = h("div.context.row", { hidden: true });
const area = h("textarea", { rows: 1, oninput: written, onkeydown: key, onpaste: (event) => take(event, event.clipboardData.files), autocomplete: "off", enterKeyHint: "enter" });
const counter = h("div.counter", { hidden: true, role: "status" });
const photosInput = h("input", { type: "file", accept: "image/*", multiple: true, hidden: true, name: "photos", onchange: () => chosen(photosInput, addPhotos) });
const filesInput = h("input", { type: "file", multiple: true, hidden: true, name: "files", onchange: () => chosen(filesInput, addFiles) });
const slashButton = iconButton("slash", "", () => write(area.value === "/" ? "" : area.value || "/"), { "data-do": "commands" });
const attachButton = iconButton("attach", "", toggleSheet, { "data-do": "attach", "aria-expanded": "false" });
const sendButton = h("button.iconbutton.sendbutton", { type: "submit", "data-do": "send" }, icon("send", 22));
const sheet = h("div.attachsheet", { hidden: true });
const writing = h("div.writing", attachButton, slashButton, area, sendButton);

let here = null; // the draft that is shown

export function startCompose() {
  startCommands(area, (text, insert) => { write(insert ? `${text} ` : ""); if (!insert) sendText(text); }, () => { slashButton.hidden = !hasCommands(); });
  on("loaded", dropGone);
  on("loaded language", draw);
  on("view chat player", () => drawn !== state() && draw()); // what is being written is left alone
  on("reply", (message) => { Object.assign(here, { edit: null, reply: message }); showDraft(); area.focus(); });
  on("rewrite", rewrite);
  on("react", react);
  on("command", sendText);
  on("delete", deleted);
  const talk = find("#talk");
  talk.addEventListener("dragover", (event) => event.preventDefault());
  talk.addEventListener("drop", (event) => take(event, event.dataTransfer.files));
  document.addEventListener("pointerdown", (event) => !sheet.hidden && !event.target.closest(".attachsheet, [data-do=attach]") && toggleSheet());
  return form;
}

let drawn = "";

function state() {
  const chat = chatNow();
  return `${view.person}:${view.chat}:${chat?.started}:${chat?.writable}:${world.playing.ready}`;
}

function draw() {
  const chat = chatNow();
  form.hidden = !chat;
  drawn = state();
  here = draftOf(view.person, view.chat);
  showDraft();
  if (!chat) return;
  if (!world.playing.ready) return void fill(form, h("p.closed", say("town_opening")));
  if (chat.kind === "private" && chat.started === false) {
    return void fill(form, h("div.begin", h("p", say("start_hint")),
      h("button.button.primary.wide", { "data-do": "start", onclick: () => ask("/page/start", { as: view.person }).catch(warn) }, say("start"))));
  }
  if (chat.writable === false) return void fill(form, h("p.closed", say("not_writable")));
  for (const [button, word] of [[attachButton, "attach"], [slashButton, "commands"], [sendButton, "send"]]) {
    button.title = say(word);
    button.setAttribute("aria-label", say(word));
  }
  fill(form, commandList, sheet, context, notice, tray, counter, writing, photosInput, filesInput);
  drawContext();
  if (!sheet.hidden) toggleSheet();
}

function showDraft() {
  const words = here.edit ? here.edited : here.text;
  if (area.value !== words) area.value = words;
  useItems(here.items, written);
  drawContext();
}

function drawContext() {
  const { reply, edit } = here;
  const message = edit ?? reply;
  context.hidden = !message;
  fill(context, message && [icon(edit ? "edit" : "reply", 20),
    h("span.lines", h("b", edit ? say("editing") : say("replying", { name: senderName(message) })), h("small", inShort(message))),
    iconButton("close", say("cancel"), cancel)]);
  attachButton.hidden = !!edit;
  slashButton.hidden = !!edit || !hasCommands();
  written();
}

function cancel() {
  Object.assign(here, { reply: null, edit: null });
  showDraft();
}

const limit = () => ((here.edit ? here.edit.photo || here.edit.file : here.items.length) ? world.limits.caption : world.limits.text);

function written() {
  if (!here) return;
  const length = area.value.trim().length;
  const over = length - limit();
  area.placeholder = say(here.items.length ? "write_caption" : "write");
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight + 2, 180)}px`;
  const busy = isPreparing() ? say("preparing") : isBusy(here) && say("sending");
  counter.hidden = over < -COUNTED && !busy;
  counter.classList.toggle("over", over > 0);
  counter.textContent = busy || (over > 0 ? say("too_long", { n: over }) : say("left_over", { n: -over }));
  sendButton.disabled = busy || here.saving || over > 0 || (!here.items.length && !SEEN.test(area.value));
  sendButton.title = say(here.edit ? "save" : "send");
  here[here.edit ? "edited" : "text"] = area.value;
  keepWords(here);
  suggest(here.edit || here.items.length ? "" : area.value);
}

function write(text) {
  area.value = text;
  area.focus();
  written();
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
  Object.assign(here, { edit: message, edited: message.text, reply: null });
  showDraft();
  area.focus();
}

function deleted() {
  const { reply, edit } = here;
  dropGone();
  if (edit && !here.edit) toast(say("edit_gone"));
  if (here.edit !== edit || here.reply !== reply) showDraft();
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
  attachButton.setAttribute("aria-expanded", !sheet.hidden);
  if (sheet.hidden) return;
  const choice = (name, word, input) => h("button.menurow.row", { "data-do": word.replace("_", "-"), onclick: () => { toggleSheet(); input.click(); } }, icon(name, 20), say(word));
  fill(sheet, choice("photo", "attach_photo", photosInput), choice("file", "attach_file", filesInput),
    world.samples.length > 0 && h("h3", say("attach_sample")),
    h("div.samples", world.samples.map((sample) => h("button", { "data-sample": sample.name,
      onclick: () => { toggleSheet(); addSample(sample); area.focus(); } }, h("img", { src: sample.url, alt: "" }), h("span", phrase(sample.title))))));
}

function send() {
  const text = area.value.trim();
  if (sendButton.disabled) return;
  if (here.edit) return void save(text);
  const { reply, items } = here;
  Object.assign(here, { text: "", reply: null, items: [] });
  showDraft();
  sendText(text, reply, items);
}

async function save(text) {
  const draft = here;
  const { person, chat, edit } = draft;
  draft.saving = true;
  written();
  try {
    await ask("/page/edit", { as: person, chat, message: edit.key, text });
    if (draft.edit === edit && draft.edited.trim() === text) draft.edit = null;
  } catch (fault) {
    warn(fault);
  }
  draft.saving = false;
  keepWords(draft);
  if (draft === here) showDraft();
}

async function sendText(text, reply, items) {
  const draft = here;
  toEnd();
  const sending = post(draft, text, topicOf(chatNow()), reply, items);
  written();
  const back = await sending;
  if (draft !== here) return;
  if (back) showDraft();
  else written();
}

