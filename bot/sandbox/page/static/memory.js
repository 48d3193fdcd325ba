// What the browser remembers over a reload: choices for good, and per world the person, chat, drafts and what was read.

const PREFIX = "fengshao.";
const WORLD = `${PREFIX}world.`;

/** A choice that outlives the world; null when none was made. */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name);
  } catch {
    return null; // storage may be forbidden; the page works without
  }
}

export function keep(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // full or forbidden: it lasts until the reload
  }
}

/** `read` is chat id → highest key seen: one human plays all the people, so what was seen was seen by all. */
export const memory = {};
const nothing = () => ({ person: 0, chat: null, screen: "list", follow: true, read: {}, drafts: {}, edits: {}, topics: {} });

/** Take up the memory of this world and drop those of others. Returns false when there was none. */
export function openMemory(id) {
  let found = null;
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(WORLD) && name !== WORLD + id) localStorage.removeItem(name);
    }
    found = JSON.parse(localStorage.getItem(WORLD + id));
  } catch {
    found = null;
  }
  Object.assign(memory, nothing(), found, { id });
  return found !== null;
}

let waiting = 0;

export function remember(changes = {}) {
  Object.assign(memory, changes);
  waiting ||= setTimeout(store, 150);
}

function store() {
  clearTimeout(waiting);
  waiting = 0;
  if (memory.id) keep(`world.${memory.id}`, JSON.stringify(memory));
}

addEventListener("pagehide", store);
