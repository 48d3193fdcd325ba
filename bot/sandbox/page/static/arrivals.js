// After a leap of the clock: where something has arrived that is not on the screen, told in one line that leads there.

import { isPhone } from "./dom.js";
import { closeSheet } from "./layers.js";
import { toast } from "./toasts.js";
import { on } from "./topics.js";
import { say } from "./words.js";
import { nameOf, peopleOf, show, titleOf, view, world } from "./world.js";

const STILL = 400; // ms in which the last that a leap brought comes by the feed

// The newest message of each chat since the leap began.
const arrived = new Map();

on("message", (message) => {
  arrived.delete(message.chat);
  arrived.set(message.chat, message);
});

export const leapBegins = () => arrived.clear();
export const leapEnded = () => setTimeout(tellArrived, STILL);

const isOpen = (chat) => chat === view.chat && !document.body.dataset.sheet && !(isPhone() && view.screen === "list");

function concerned(chat, { entities }) {
  const people = peopleOf(chat);
  return [view.person, ...entities.map((entity) => entity.user_id), ...people].find((id) => people.includes(id));
}

function tellArrived() {
  const unseen = [...arrived.values()].filter(({ chat }) => world.chats.has(chat) && !isOpen(chat));
  const last = unseen.at(-1);
  if (!last) return;
  const chat = world.chats.get(last.chat);
  const person = concerned(chat, last);
  const words = { name: nameOf(person), chat: titleOf(chat), n: unseen.length - 1 };
  toast(say(words.n ? "arrived_more" : "arrived", words), {
    go: () => { closeSheet(); show({ person, chat: chat.id, message: last.key }); },
  });
}
