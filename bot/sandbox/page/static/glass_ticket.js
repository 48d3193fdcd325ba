// The ticket behind a message: its facts, its history, its notices with their states.

import { h } from "./dom.js";
import { near } from "./moments.js";
import { phrase, say } from "./words.js";

const LOOK = { sent: "good", failed: "bad", uncertain: "warn" };

/** A plain line, or one that comes in two languages. */
export const words = (value) => (value?.zh ? phrase(value) : String(value ?? ""));

export const none = (key) => h("p.empty", {}, say(key));

export function ticketView({ ticket }) {
  if (!ticket) return none("ticket_none");
  return [
    h("dl", {}, ticket.facts.map(([name, value]) => [h("dt", {}, words(name)), h("dd", {}, words(value))])),
    h("h3", {}, say("ticket_events")),
    h("ol.timeline", {}, ticket.events.map(({ at, what, who, details }) => entry(words(what), who, at, words(details)))),
    h("h3", {}, say("ticket_notices")),
    ticket.notices.length ? h("ul", {}, ticket.notices.map(notice)) : none("notices_none"),
  ];
}

function notice({ what, state, at, attempts, error }) {
  const tried = attempts > 1 ? say("attempts", { n: attempts }) : "";
  return entry(words(what), h("span.look", { class: LOOK[state] ?? "" }, say(`notice_${state}`)), at, [tried, error].filter(Boolean).join(" · "));
}

const entry = (what, beside, at, under) =>
  h("li", {}, h("div.entry", {}, h("b", {}, what), beside, h("time", {}, at && near(at))), under && h("p.note", {}, under));
