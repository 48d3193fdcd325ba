// What stands behind a message, in three views: the ticket, the bot's calls, the update and how it was read.

import { h } from "./dom.js";
import { exactTime, near } from "./times.js";
import { phrase, say } from "./words.js";

const LOOK = { sent: "good", failed: "bad", uncertain: "warn" };

const none = (key) => h("p.empty", say(key));

function ticketView({ ticket }) {
  if (!ticket?.no) return none("ticket_none");
  return [
    h("dl", ticket.facts.map(([name, value]) => [h("dt", phrase(name)), h("dd", phrase(value))])),
    h("h3", say("ticket_events")),
    h("ol", ticket.events.map(({ at, what, who, details }) => entry(phrase(what), who, at, phrase(details)))),
    h("h3", say("ticket_notices")),
    ticket.notices.length ? h("ul", ticket.notices.map(notice)) : none("notices_none"),
  ];
}

function notice({ what, state, at, attempts, error }) {
  const tried = attempts > 1 ? say("attempts", { n: attempts }) : "";
  return entry(phrase(what), h("span.look", { class: LOOK[state] }, say(`notice_${state}`)), at, [tried, error].filter(Boolean).join(" · "));
}

const entry = (what, beside, at, under) =>
  h("li", h("div.entry", h("b", what), beside, h("time", at && near(at))), under && h("p.note", under));

function callsView({ calls }, unfolded) {
  if (!calls.length) return none("calls_none");
  return calls.map(({ number, at, method, parameters, status, answer, fault }) =>
    h("details.call", { open: unfolded.has(number), ontoggle: (event) => unfolded[event.target.open ? "add" : "delete"](number) },
      h("summary", h("code", method), h("span.look", { class: status === 200 ? "good" : "bad" }, status), h("time", exactTime(at))),
      fault && h("p.fault", phrase(fault)),
      h("h3", say("call_parameters")), json(parameters),
      h("h3", say("call_answer")), json(answer)));
}

function updateView({ update, ticket }) {
  const reading = ticket?.reading ?? [];
  return [
    h("h3", say("reading_title")),
    reading.length ? h("ul", reading.map((line) => h("li", phrase(line)))) : none("reading_none"),
    h("h3", say("update_title")),
    update ? json(update) : none("update_none"),
  ];
}

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|-?\d[\d.eE+-]*|true|false|null/g;
function json(value) {
  const text = JSON.stringify(value ?? null, null, 2);
  const nodes = [];
  let done = 0;
  for (const { 0: whole, 1: string, 2: colon, index } of text.matchAll(TOKEN)) {
    nodes.push(text.slice(done, index), h(`span.${colon ? "key-name" : string ? "string" : "value"}`, string ?? whole), colon);
    done = index + whole.length;
  }
  return h("pre", { tabIndex: 0 }, nodes, text.slice(done));
}

export const VIEWS = { ticket: ticketView, calls: callsView, update: updateView };
