// The feed: the world is loaded once and then kept live by what the server tells.

import { get } from "./asking.js";
import { find } from "./dom.js";
import { memory, openMemory, remember } from "./memory.js";
import { tell } from "./topics.js";
import { chatsOf, newest, show, view, world } from "./world.js";

const mapped = (list, name) => new Map(list.map((item) => [item[name], item]));
const living = (chat) => ({ ...chat, messages: mapped(chat.messages ?? [], "key") });

function setClock(now) {
  world.set = { world: now, page: performance.now() };
}

let source = null;
let doubt = 0;
let opening = null;

/** Resolves when the world is there: it is tried until the server answers. */
export const open = () => (opening ??= load());

async function load() {
  source?.close();
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
  opening = null;
  follow();
  tell("loaded", null);
  tell("view", { message: null });
}

// A browser opens six connections to a server: a window that is not looked at leaves its own to others.
function follow() {
  source?.close();
  if (opening || document.hidden) return;
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

document.addEventListener("visibilitychange", () => world.id && follow());

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

// The story takes nobody's pen away.
const isWriting = () => find("#compose:focus-within :is(textarea:not(:placeholder-shown), .trayitems > *)");

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
    if (view.follow && !isWriting()) show({ chat: data.chat, message: data.message, person: data.person ?? undefined });
  },
  reload: () => open(),
};
