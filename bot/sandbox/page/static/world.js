// The world as the page knows it: loaded once, kept live by the feed, changed by asking the server.

import { memory, openMemory, remember } from "./memory.js";
import { onLanguage, phrase, say } from "./words.js";

/** `people`, `chats` and each chat's `messages` are Maps by id or key; `now()` is the world's running clock in ms. */
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

// ---- topics: message edit reaction delete chat typing tap answer bot player time spot commands loaded view
// connection language, and between the page's own parts: read (something was seen), glass ({chat, message})

const listeners = new Map();

/** Hear of a topic; returns the function that stops it. */
export function on(topic, listener) {
  for (const name of topic.split(" ")) listeners.set(name, [...(listeners.get(name) ?? []), listener]);
  return () => {
    for (const name of topic.split(" ")) listeners.set(name, listeners.get(name).filter((other) => other !== listener));
  };
}

export function tell(topic, value) {
  for (const listener of listeners.get(topic) ?? []) {
    try {
      listener(value);
    } catch (fault) {
      reportError(fault); // a fault in one part must not silence the others
    }
  }
}

onLanguage((chosen) => tell("language", chosen));

/** `message` is one line in the chosen language that can be shown; `status` is 0 when nobody answered. */
export class PageError extends Error {
  constructor(status, line) {
    super(line);
    this.status = status;
  }
}

async function answered(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new PageError(0, say("server_gone"));
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new PageError(response.status, phrase(body?.error) || say("failed", { status: response.status }));
}

export const get = (path) => answered(path, { headers: { "X-Page": "1" } });

/** POST an object as JSON, or a FormData. */
export function ask(path, body = {}) {
  const form = body instanceof FormData;
  const headers = form ? { "X-Page": "1" } : { "X-Page": "1", "Content-Type": "application/json" };
  return answered(path, { method: "POST", headers, body: form ? body : JSON.stringify(body) });
}

/** The chat that is looked at. */
export const chatNow = () => world.chats.get(view.chat);

const newest = (chat) => Math.max(0, ...chat.messages.keys());
const newestAt = (chat) => chat.messages.get(newest(chat))?.at ?? 0;

/** The chats a person is in, the one with the newest message first. */
export function chatsOf(person) {
  const mine = [...world.chats.values()].filter((chat) => chat.members.includes(person));
  return mine.sort((one, other) => newestAt(other) - newestAt(one) || newest(other) - newest(one));
}

/** What of a chat this person has not seen: others' messages above the highest key that was shown. */
export function unreadOf(chat, person) {
  const seen = memory.read[chat.id] ?? 0;
  return [...chat.messages.values()].filter((message) => message.key > seen && message.sender?.id !== person);
}

export const unreadCount = (person) => chatsOf(person).reduce((sum, chat) => sum + unreadOf(chat, person).length, 0);

/** Everything up to `key` was shown. */
export function markRead(chat, key = newest(chat)) {
  if ((memory.read[chat.id] ?? 0) >= key) return;
  remember({ read: { ...memory.read, [chat.id]: key } });
  tell("read", chat.id);
}

/** The name under which an account is known: a person, the bot, or whoever wrote here. */
export function nameOf(id) {
  if (id === world.bot.id) return world.bot.name;
  return world.people.get(id)?.name ?? "";
}

/** A private chat is named after the bot, as its person sees it. */
export const titleOf = (chat) => (chat.kind === "private" ? world.bot.name : chat.title);

/** Look at a chat as a person; `message` is jumped to. Left out: as it is, except that the two must fit together. */
export function show({ person, chat, message, screen } = {}) {
  if (world.people.has(person)) view.person = person;
  const wanted = world.chats.get(chat ?? view.chat);
  if (wanted && !wanted.members.includes(view.person)) {
    const member = wanted.members.find((id) => world.people.has(id));
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

const mapped = (list, name) => new Map(list.map((item) => [item[name], item]));
const living = (chat) => ({ ...chat, messages: mapped(chat.messages ?? [], "key") });

function setClock(now) {
  world.set = { world: now, page: performance.now() };
}

/** Load the world and stay with it; resolves when it is there. Tried again until the server answers. */
export async function open() {
  let found = null;
  while (!found) {
    found = await get("/page/world").catch(() => null);
    connect(found !== null);
    if (!found) await new Promise((resolve) => setTimeout(resolve, 1500));
  }
  const { world: id, now, people, chats, ...rest } = found;
  Object.assign(world, rest, { id, people: mapped(people, "id"), chats: mapped(chats.map(living), "id") });
  setClock(now);
  if (!openMemory(id)) for (const chat of world.chats.values()) memory.read[chat.id] = newest(chat);
  view.follow = memory.follow;
  const person = [view.person, memory.person, people[0]?.id].find((each) => world.people.has(each));
  const chat = [view.chat, memory.chat].find((each) => world.chats.get(each)?.members.includes(person));
  Object.assign(view, { person, screen: memory.screen, chat: chat ?? chatsOf(person)[0]?.id ?? null });
  remember({ person: view.person, chat: view.chat });
  follow();
  tell("loaded", null);
  tell("view", { message: null });
}

let source = null;
let doubt = 0;

function follow() {
  source?.close();
  source = new EventSource(`/page/feed?world=${encodeURIComponent(world.id)}&after=${world.number}`);
  source.onopen = () => connect(true);
  source.onerror = () => {
    // a short break is not worth a word
    doubt ||= setTimeout(() => connect(false), 1200);
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, 2000);
  };
  for (const kind of Object.keys(APPLY)) {
    source.addEventListener(kind, (event) => {
      connect(true);
      const number = Number(event.lastEventId);
      if (number) world.number = number;
      APPLY[kind](event.data ? JSON.parse(event.data) : {}, kind);
    });
  }
}

function connect(connected) {
  clearTimeout(doubt);
  doubt = 0;
  if (world.connected === connected) return;
  world.connected = connected;
  tell("connection", connected);
}

function put({ message }, kind) {
  const chat = world.chats.get(message.chat);
  if (!chat) return;
  chat.messages.set(message.key, message);
  tell(kind, message);
}

const pass = (data, kind) => tell(kind, data);

const APPLY = {
  message: put,
  edit: put,
  reaction: put,
  delete(data, kind) {
    world.chats.get(data.chat)?.messages.delete(data.key);
    tell(kind, data);
  },
  chat({ chat }, kind) {
    const known = world.chats.get(chat.id);
    if (known) Object.assign(known, chat, { messages: known.messages });
    else world.chats.set(chat.id, living(chat));
    tell(kind, world.chats.get(chat.id));
    if (chat.id === view.chat && !chat.members.includes(view.person)) show();
  },
  commands: pass,
  typing: pass,
  tap: pass,
  answer: pass,
  bot(data, kind) {
    world.bot.state = data.state;
    tell(kind, data);
  },
  player(data, kind) {
    world.playing = data;
    tell(kind, data);
  },
  time(data, kind) {
    setClock(data.now);
    world.due = data.due;
    tell(kind, data);
  },
  spot(data, kind) {
    tell(kind, data);
    if (view.follow) show({ chat: data.chat, message: data.message, person: data.person ?? undefined });
  },
  reload: () => open(),
};
