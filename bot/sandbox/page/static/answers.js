// Presses of buttons below a message, and what the bot answers to them.

import { ask } from "./asking.js";
import { find } from "./dom.js";
import { alertBox, toast, warn } from "./toasts.js";
import { on } from "./topics.js";
import { say } from "./words.js";
import { view, world } from "./world.js";

const PATIENCE = 15_000;

// Presses that wait for an answer: tap id → {chat, key, row, column, timer}.
const open = new Map();
// How many presses have no tap id yet, and the answers that came meanwhile: some may be theirs.
let asking = 0;
const early = new Map();

export function startAnswers() {
  on("press", press);
  on("tap", shownTap);
  on("answer", answered);
  on("loaded", () => {
    for (const { timer } of open.values()) clearTimeout(timer);
    open.clear();
    early.clear();
  });
}

const buttonOf = ({ chat, key, row, column }) =>
  find(`.message[data-chat="${chat}"][data-key="${key}"] .key[data-row="${row}"][data-column="${column}"]`);

async function press({ message, row, column, button }) {
  if (button.classList.contains("waits")) return;
  button.classList.add("waits");
  const place = { chat: message.chat, key: message.key, row, column };
  asking += 1;
  try {
    const { tap } = await ask("/page/tap", { as: view.person, chat: message.chat, message: message.key, row, column });
    open.set(tap, { ...place, timer: setTimeout(giveUp, PATIENCE, tap) });
    if (early.has(tap)) answered(early.get(tap));
    early.delete(tap);
  } catch (fault) {
    buttonOf(place)?.classList.remove("waits");
    warn(fault);
  }
  asking -= 1;
  if (asking) return;
  for (const answer of early.values()) overhear(answer);
  early.clear();
}

function giveUp(tap) {
  buttonOf(open.get(tap))?.classList.remove("waits");
  toast(say(world.bot.state === "up" ? "no_answer" : "no_answer_down"), { bad: true });
}

function answered(answer) {
  const place = open.get(answer.tap);
  if (!place) return void (asking ? early.set(answer.tap, answer) : overhear(answer));
  clearTimeout(place.timer);
  open.delete(answer.tap);
  buttonOf(place)?.classList.remove("waits");
  if (answer.text && answer.alert) alertBox(answer.text, world.bot.name);
  else if (answer.text) toast(answer.text);
}

// The press of somebody else, or of the story.
function overhear({ text, person }) {
  if (text && person === view.person) toast(text);
}

function shownTap({ chat, message, text }) {
  if (chat !== view.chat) return;
  const key = find(`.message[data-chat="${chat}"][data-key="${message}"] .key[data-text="${CSS.escape(text)}"]`);
  key?.classList.add("pressed");
  setTimeout(() => key?.classList.remove("pressed"), 900);
}
