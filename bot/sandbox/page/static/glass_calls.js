// The bot's calls about a message, and the update it got with how the post was read, as an engineer looks at them.

import { h } from "./dom.js";
import { none, words } from "./glass_ticket.js";
import { exactTime } from "./moments.js";
import { say } from "./words.js";

/** `unfolded` keeps the numbers of the calls that were opened, so that a refresh leaves them so. */
export function callsView({ calls }, unfolded) {
  if (!calls.length) return none("calls_none");
  return calls.map(({ number, at, method, parameters, status, answer, fault }) =>
    h("details.call", { open: unfolded.has(number), ontoggle: (event) => unfolded[event.target.open ? "add" : "delete"](number) },
      h("summary", {}, h("code", {}, method), h("span.look", { class: status === 200 ? "good" : "bad" }, status), h("time", {}, exactTime(at))),
      fault && h("p.fault", {}, words(fault)),
      h("h3", {}, say("call_parameters")), json(parameters),
      h("h3", {}, say("call_answer")), json(answer)));
}

export function updateView({ update, ticket }) {
  const reading = ticket?.reading ?? [];
  return [
    h("h3", {}, say("reading_title")),
    reading.length ? h("ul", {}, reading.map((line) => h("li", {}, words(line)))) : none("reading_none"),
    h("h3", {}, say("update_title")),
    update ? json(update) : none("update_none"),
  ];
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g;

/** JSON set out over lines, its keys, words and values in colours. */
function json(value) {
  const text = JSON.stringify(value ?? null, null, 2);
  const nodes = [];
  let done = 0;
  for (const { 0: whole, 1: string, 2: colon, index } of text.matchAll(TOKEN)) {
    nodes.push(text.slice(done, index), h(`span.${colon ? "key-name" : string ? "string" : "value"}`, {}, string ?? whole), colon);
    done = index + whole.length;
  }
  return h("pre", { tabIndex: 0 }, nodes, text.slice(done));
}
