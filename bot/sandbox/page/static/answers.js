// Presses of buttons below a message, and what the bot answers to them.

import { find } from "./dom.js";
import { alertBox, toast, warn } from "./toasts.js";
import { say } from "./words.js";
import { ask, on, view, world } from "./world.js";

const PATIENCE = 15_000;

/** Presses that wait for an answer: tap id → {chat, key, row, column, timer}. */
const open = new Map();
/** Answers that came before the server had told us the number of our own press. */
const early = new Map();

export function startAnswers() {
  on("press", press);
  on("tap", shownTap);
  on("answer", answered);
  on("loaded", () => {
    for (const { timer } of open.values()) clearTimeout(timer);
    open.clear();
  });
}

const buttonOf = ({ chat, key, row, column }) =>
  find(`.message[data-chat="${chat}"][data-key="${key}"] .key[data-row="${row}"][data-column="${column}"]`);

async function press({ message, row, column, button }) {
  if (button.classList.contains("waits")) return;
  button.classList.add("waits");
  const place = { chat: message.chat, key: message.key, row, column };
  try {
    const { tap } = await ask("/page/tap", { as: view.person, chat: message.chat, message: message.key, row, column });
    if (early.has(tap)) return finish(early.get(tap), place);
    open.set(tap, { ...place, timer: setTimeout(() => giveUp(tap), PATIENCE) });
  } catch (fault) {
    buttonOf(place)?.classList.remove("waits");
    warn(fault);
  }
  return undefined;
}

function giveUp(tap) {
  buttonOf(open.get(tap))?.classList.remove("waits");
  open.get(tap).late = true;
  toast(say(world.bot.state === "up" ? "no_answer" : "no_answer_down"), { bad: true });
}

function answered(answer) {
  const place = open.get(answer.tap);
  if (place) {
    clearTimeout(place.timer);
    open.delete(answer.tap);
    return finish(answer, place);
  }
  early.set(answer.tap, answer);
  setTimeout(() => early.delete(answer.tap), PATIENCE);
  // somebody else's press, or the story's: its words are seen by whoever looks through that person's eyes
  setTimeout(() => {
    if (early.delete(answer.tap) && answer.text && answer.person === view.person) toast(answer.text);
  }, 400);
  return undefined;
}

function finish(answer, place) {
  early.delete(answer.tap);
  buttonOf(place)?.classList.remove("waits");
  if (!answer.text) return;
  if (answer.alert) alertBox(answer.text, world.bot.name);
  else toast(answer.text);
}

/** A press of the story is seen on its button. */
function shownTap({ chat, message, text }) {
  if (chat !== view.chat) return;
  const key = find(`.message[data-chat="${chat}"][data-key="${message}"] .key[data-text="${CSS.escape(text)}"]`);
  key?.classList.add("pressed");
  setTimeout(() => key?.classList.remove("pressed"), 900);
}
