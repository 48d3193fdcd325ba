// The / menu: the commands the bot has set for this chat and this person.

import { fill, h } from "./dom.js";
import { get, on, view } from "./world.js";

/** The list above the text; hidden while nothing fits. */
export const commandList = h("div.commands", { hidden: true, role: "listbox" });

let known = [];
let fitting = [];
let place = 0;
let choose = () => {};
let changed = () => {};

/** `onChoose(text, insert)`: a command was chosen, to be sent, or with `insert` to be written on. */
export function startCommands(onChoose, onKnown) {
  choose = onChoose;
  changed = onKnown;
  on("commands loaded view chat", load);
}

export const hasCommands = () => known.length > 0;

let asked = "";

async function load(event) {
  const wanted = `${view.chat}:${view.person}`;
  if (event?.message !== undefined && wanted === asked) return; // the view moved within the chat
  asked = wanted;
  const found = view.chat === null ? [] : await get(`/page/commands?chat=${view.chat}&as=${view.person}`).catch(() => []);
  if (wanted !== asked) return;
  known = found;
  changed();
}

/** Show what fits the text so far: "/" and the beginning of a word. */
export function suggest(text) {
  const word = /^\/(\w*)$/.exec(text)?.[1];
  fitting = word === undefined ? [] : known.filter(({ command }) => command.startsWith(word.toLowerCase()));
  place = 0;
  draw();
}

function draw() {
  commandList.hidden = fitting.length === 0;
  fill(commandList, fitting.map(({ command, description }, row) =>
    h("button.command", { role: "option", class: row === place ? "now" : "", "aria-selected": String(row === place), tabIndex: -1,
      dataset: { command }, onpointerdown: (event) => event.preventDefault(), onclick: () => take(command, false) },
    h("b", `/${command}`), h("span", description))));
  commandList.children[place]?.scrollIntoView({ block: "nearest" });
}

function take(command, insert) {
  fitting = [];
  draw();
  choose(`/${command}`, insert);
}

const KEYS = {
  ArrowDown: () => { place = (place + 1) % fitting.length; draw(); },
  ArrowUp: () => { place = (place - 1 + fitting.length) % fitting.length; draw(); },
  Enter: () => take(fitting[place].command, false),
  Tab: () => take(fitting[place].command, true),
  Escape: () => { fitting = []; draw(); },
};

/** Whether the key was for the menu. */
export function menuKey(event) {
  if (!fitting.length || !KEYS[event.key]) return false;
  event.preventDefault();
  KEYS[event.key]();
  return true;
}
