// The / menu: the commands the bot has set for this chat and this person.

import { get } from "./asking.js";
import { fill, h } from "./dom.js";
import { on } from "./topics.js";
import { say } from "./words.js";
import { view } from "./world.js";

export const commandList = h("div", { id: "commands", hidden: true, role: "listbox" });

let known = [];
let fitting = [];
let place = 0;
let area = null;
let choose = () => {};
let changed = () => {};

/** `onChoose(text, insert)`: a command is to be sent, or with `insert` to be written on. */
export function startCommands(textarea, onChoose, onKnown) {
  area = textarea;
  for (const [key, value] of [["controls", "commands"], ["autocomplete", "list"]]) area.setAttribute(`aria-${key}`, value);
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

export function suggest(text) {
  const word = /^\/(\w*)$/.exec(text)?.[1];
  fitting = word === undefined ? [] : known.filter(({ command }) => command.startsWith(word.toLowerCase()));
  place = 0;
  draw();
}

function draw() {
  commandList.hidden = fitting.length === 0;
  commandList.ariaLabel = say("commands");
  fill(commandList, fitting.map(({ command, description }, row) =>
    h("button", { id: `command${row}`, role: "option", class: row === place && "now", "aria-selected": row === place, tabIndex: -1,
      "data-command": command, onpointerdown: (event) => event.preventDefault(), onclick: () => take(command, false) },
    h("b", `/${command}`), h("span", description))));
  commandList.children[place]?.scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", commandList.children[place]?.id ?? "");
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
export function menuKey(event) {
  if (!fitting.length || !KEYS[event.key]) return false;
  event.preventDefault();
  KEYS[event.key]();
  return true;
}
