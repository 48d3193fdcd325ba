// What goes with the next message: own photos, drawn samples and files, shown in a tray above the text.

import { fill, h, icon, iconButton } from "./dom.js";
import { scaled } from "./photos.js";
import { size } from "./times.js";
import { phrase, say } from "./words.js";
import { world } from "./world.js";

export const tray = h("div.tray", { hidden: true });
/** What was refused, and what can be done instead. */
export const notice = h("div.notice.row", { hidden: true, role: "alert" });

let changed = () => {};
let items = [];
let preparing = 0;

export const isPreparing = () => preparing > 0;

/** For a draft's items: {kind: "photo"|"sample"|"file", name, url?, blob?, file?}. */
export function useItems(list, onChange) {
  items = list;
  changed = onChange;
  drawTray();
  tellOff(null);
}

function drawTray() {
  tray.hidden = items.length === 0;
  const own = items.filter((item) => item.kind === "photo");
  fill(tray, h("div.trayitems", items.map(tile)),
    own.length > 0 && h("button.button.small", { "data-do": "as-files", onclick: asFiles }, icon("file", 16), say("send_as_files")));
  changed();
}

function tile(item) {
  const drop = iconButton("close", say("remove", { name: item.name }), () => take(item), { class: "drop" });
  if (item.kind === "file") return h("div.trayfile.row", icon("file", 20), h("span.lines", h("b", item.name), h("small", size(item.file.size))), drop);
  return h("div.trayphoto", h("img", { src: item.url, alt: item.name }), drop);
}

function take(item) {
  items.splice(items.indexOf(item), 1);
  release([item]);
  drawTray();
}

export function release(list) {
  for (const { blob, url } of list) if (blob) URL.revokeObjectURL(url);
}

function asFiles() {
  for (const [place, item] of items.entries()) {
    if (item.kind !== "photo") continue;
    release([item]);
    items[place] = { kind: "file", name: item.name, file: item.file };
  }
  drawTray();
}

/** Say one line, with an act offered: [words, function]; null takes it away. */
function tellOff(line, act = null) {
  notice.hidden = !line;
  fill(notice, line && [h("span", line),
    act && h("button.button.small", { "data-do": "notice-act", onclick: () => { tellOff(null); act[1](); } }, act[0]),
    iconButton("close", say("close"), () => tellOff(null))]);
}

const room = () => (world.limits.album ?? 10) - items.filter((item) => item.kind !== "file").length;

function isEmpty(file) {
  if (!file.size) tellOff(say("file_empty", { name: file.name }));
  return !file.size;
}

export async function addPhotos(files) {
  const mine = items; // the reader may turn to another chat while pictures are scaled
  const chosen = [...files];
  const fitting = chosen.slice(0, room());
  if (fitting.length < chosen.length) tellOff(say("too_many", { n: world.limits.album }));
  preparing += 1;
  changed();
  for (const file of fitting) {
    if (isEmpty(file)) continue;
    try {
      const blob = await scaled(file);
      mine.push({ kind: "photo", name: file.name, blob, file, url: URL.createObjectURL(blob) });
    } catch (fault) {
      tellOff(say(fault.message === "too_thin" ? "too_thin" : "not_a_photo", { name: file.name }), [say("as_file"), () => addFiles([file])]);
    }
    if (mine === items) drawTray();
  }
  preparing -= 1;
  changed();
}

export function addFiles(files) {
  for (const file of files) {
    if (isEmpty(file)) continue;
    if (file.size > world.limits.file) tellOff(say("file_too_big", { name: file.name, size: size(file.size), limit: size(world.limits.file) }));
    else items.push({ kind: "file", name: file.name, file });
  }
  drawTray();
}

export function addSample(sample) {
  if (room() < 1) return tellOff(say("too_many", { n: world.limits.album }));
  items.push({ kind: "sample", name: phrase(sample.title), sample: sample.name, url: sample.url });
  return drawTray();
}

/** [{form, group}]: what sends these items with this text: photos together first, then each file by itself. */
export function parcels(list, text, common) {
  const pictures = list.filter((item) => item.kind !== "file");
  const files = list.filter((item) => item.kind === "file");
  const groups = [...(pictures.length ? [pictures] : []), ...files.map((item) => [item])];
  if (!groups.length) groups.push([]);
  return groups.map((group, place) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(common)) if (value !== null && value !== undefined) form.append(name, value);
    form.append("text", place === 0 ? text : "");
    for (const item of group) {
      if (item.kind === "photo") form.append("photo", item.blob, `${item.name.replace(/\.\w+$/, "")}.jpg`);
      else if (item.kind === "sample") form.append("sample", item.sample);
      else form.append("file", item.file, item.name);
    }
    return { form, group };
  });
}
