// What is being written, by person and chat: kept until the server has it, over failures and a reload.

import { ask } from "./asking.js";
import { parcels, release } from "./attachments.js";
import { memory, remember } from "./memory.js";
import { warn } from "./toasts.js";
import { world } from "./world.js";

const drafts = new Map();
let town = "";

const joined = (...texts) => texts.filter(Boolean).join("\n");
const messageOf = (chat, key) => world.chats.get(chat)?.messages.get(key) ?? null;

/** {text, reply, items}: a message begun; {edit, edited}: an own one being changed, its new words; `unsent`: posts under way. */
export function draftOf(person, chat) {
  const name = `${person}:${chat}`;
  if (!drafts.has(name)) {
    const { key, text: edited } = memory.edits[name] ?? {};
    const edit = messageOf(chat, key);
    const text = joined(!edit && edited, memory.drafts[name]);
    drafts.set(name, { name, person, chat, text, reply: null, items: [], edit, edited, saving: false, unsent: [] });
  }
  return drafts.get(name);
}

export const isBusy = ({ unsent }) => unsent.some(({ flies, items }) => flies && items.length);

export function keepWords({ name, text, edit, edited, unsent }) {
  memory.drafts[name] = joined(...unsent.map((post) => post.text), text);
  memory.edits[name] = edit && { key: edit.key, text: edited };
  remember();
}

/** No draft outlives its town, nor what it replies to or changes: new words for a deleted message are a message begun. */
export function dropGone() {
  if (world.id !== town) {
    for (const { items } of drafts.values()) release(items);
    drafts.clear();
    town = world.id;
  }
  for (const draft of drafts.values()) {
    const { chat, text, reply, edit, edited } = draft;
    if (reply && !messageOf(chat, reply.key)) draft.reply = null;
    if (edit && !messageOf(chat, edit.key)) Object.assign(draft, { edit: null, text: joined(edited !== edit.text && edited, text) });
  }
}

/** Resolves when the post is over; with true when something came back into the draft, before what was begun meanwhile. */
export async function post(draft, text, topic, reply = null, items = []) {
  const sent = { text, reply, items, flies: true };
  draft.unsent.push(sent);
  keepWords(draft);
  const waiting = parcels(items, text, { as: draft.person, chat: draft.chat, reply_to: reply?.key, topic: topic || reply?.topic });
  try {
    while (waiting.length) {
      await ask("/page/post", waiting[0].form);
      release(waiting.shift().group);
      Object.assign(sent, { text: "", reply: waiting.length ? reply : null, items: waiting.flatMap(({ group }) => group) });
    }
  } catch (fault) {
    warn(fault);
  }
  sent.flies = false;
  return landed(draft);
}

// What could not be sent comes back in the order in which it was sent, so all that is under way must have ended.
function landed(draft) {
  const { unsent } = draft;
  const items = unsent.flatMap((sent) => sent.items);
  if (drafts.get(draft.name) !== draft) return release(items);
  const text = joined(...unsent.map((sent) => sent.text), draft.text);
  const back = text !== draft.text || items.length > 0;
  if (!unsent.some(({ flies }) => flies)) {
    draft.reply ??= unsent.find((sent) => sent.reply)?.reply ?? null;
    draft.items.unshift(...items);
    Object.assign(draft, { text, unsent: [] });
  }
  keepWords(draft);
  return back;
}
