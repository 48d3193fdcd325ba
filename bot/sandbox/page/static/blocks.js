// From a chat's messages to what is drawn: albums together, runs of one sender, days, and where the unread begin.

import { dayName, dayOf } from "./times.js";

const RUN = 5 * 60_000; // messages of one sender further apart than this do not belong together

/** Oldest first: {id, kind: "day"|"unread"|"block", mark, …}; what has another `mark` is drawn anew. */
export function items(messages, unreadFrom) {
  const blocks = [];
  for (const message of messages) {
    const last = blocks.at(-1);
    if (last && message.album && last.messages[0].album === message.album && same(last.messages[0], message)) last.messages.push(message);
    else blocks.push({ messages: [message] });
  }
  const made = [];
  let day = "";
  let line = unreadFrom !== null;
  let before = null;
  for (const [place, block] of blocks.entries()) {
    const [message] = block.messages;
    let broken = false;
    if (dayOf(message.at) !== day) {
      day = dayOf(message.at);
      made.push({ kind: "day", id: `day${message.key}`, mark: dayName(message.at) });
      broken = true;
    }
    if (line && message.key >= unreadFrom) {
      made.push({ kind: "unread", id: "unread", mark: "unread" });
      line = false;
      broken = true;
    }
    block.first = broken || !together(before, message);
    if (block.first && before) made.findLast((item) => item.block).block.last = true;
    block.last = place === blocks.length - 1;
    made.push({ kind: "block", id: `m${message.key}`, block });
    before = block.messages.at(-1);
  }
  for (const item of made) if (item.block) item.mark = JSON.stringify(item.block);
  return made;
}

const same = (one, other) => one.sender?.id === other.sender?.id && one.topic === other.topic;

function together(before, message) {
  return before && !before.service && !message.service && same(before, message) && message.at - before.at < RUN;
}
