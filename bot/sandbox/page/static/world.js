// The world as the page knows it, what was seen of it, and who looks at what.

import { memory, remember } from "./memory.js";
import { tell } from "./topics.js";

/** `people`, `chats` and a chat's `messages` are Maps; `now()` is the running clock in ms. */
export const world = {
  id: "", number: 0, zone: "Asia/Shanghai", bot: { id: 0, name: "", username: "", state: "starting" },
  people: new Map(), chats: new Map(), samples: [], chapters: [], playing: null, due: null, limits: {},
  connected: true, set: { world: 0, page: 0 },
  now() {
    return this.set.world + (performance.now() - this.set.page);
  },
};

/** Who looks at what. `follow`: the view goes where the story goes. `screen`: "list" or "talk", for one column. */
export const view = { person: 0, chat: null, follow: true, screen: "list" };
export const chatNow = () => world.chats.get(view.chat);

export const newest = (chat) => Math.max(0, ...chat.messages.keys());
const newestAt = (chat) => chat.messages.get(newest(chat))?.at ?? 0;

export const inOrder = (chat) => [...chat.messages.values()].sort((one, other) => one.key - other.key);

/** The newest first. */
export function chatsOf(person) {
  const mine = [...world.chats.values()].filter((chat) => chat.members.includes(person));
  return mine.sort((one, other) => newestAt(other) - newestAt(one) || newest(other) - newest(one));
}

/** The people of a chat, those who are in few others first: they are at home there. */
export const peopleOf = (chat) =>
  chat.members.filter((id) => world.people.has(id)).sort((one, other) => chatsOf(one).length - chatsOf(other).length);

export function unreadOf(chat, person) {
  const seen = memory.read[chat.id] ?? 0;
  return [...chat.messages.values()].filter((message) => message.key > seen && message.sender?.id !== person);
}

export const unreadCount = (person) => chatsOf(person).reduce((sum, chat) => sum + unreadOf(chat, person).length, 0);
export function markRead(chat, key = newest(chat)) {
  if ((memory.read[chat.id] ?? 0) >= key) return;
  remember({ read: { ...memory.read, [chat.id]: key } });
  tell("read", chat.id);
}
export function nameOf(id) {
  if (id === world.bot.id) return world.bot.name;
  return world.people.get(id)?.name ?? "";
}

export const titleOf = (chat) => (chat.kind === "private" ? world.bot.name : chat.title);

/** What is left out stays, except that person and chat must fit together. */
export function show({ person, chat, message, screen } = {}) {
  if (world.people.has(person)) view.person = person;
  const wanted = world.chats.get(chat ?? view.chat);
  if (wanted && !wanted.members.includes(view.person)) {
    const [member] = peopleOf(wanted);
    if (person === undefined && chat !== undefined && member) view.person = member;
  }
  const fits = wanted?.members.includes(view.person);
  view.chat = fits ? wanted.id : (eventful(view.person)?.id ?? null);
  view.screen = screen ?? (chat === undefined ? view.screen : "talk");
  remember({ person: view.person, chat: view.chat, screen: view.screen });
  tell("view", { message: message ?? null });
}

const eventful = (person) => {
  const chats = chatsOf(person);
  return chats.find((chat) => unreadOf(chat, person).length) ?? chats[0];
};

export function setFollow(follow) {
  view.follow = follow;
  remember({ follow });
  tell("view", { message: null });
}
