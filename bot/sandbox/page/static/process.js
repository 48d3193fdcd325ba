// The bot's process: whether it runs, killing it and starting it again, and starting everything over.

import { attempt, beginAgain, label, turning } from "./attempt.js";
import { fill, h, icon } from "./dom.js";
import { on } from "./topics.js";
import { say } from "./words.js";
import { world } from "./world.js";

const heading = h("h2");
const state = h("span.state", { role: "status" });
const note = h("p.note");
const make = (name, press) => h("button.button", { "data-do": name, onclick: press });
const stop = make("stop-bot", () => order("stop", start));
const start = make("start-bot", () => order("start", stop));
start.classList.add("primary");
const again = make("again", beginAgain);
let asking = false;
export function processPanel() {
  on("bot loaded language", draw);
  return h("section.panel", h("header.row", heading, state), note, h("div.buttons", stop, start, again));
}

async function order(what, next) {
  asking = true;
  draw();
  await attempt("/page/bot", { do: what });
  asking = false;
  draw();
  next.focus({ preventScroll: true });
}

function draw() {
  const now = world.bot.state;
  fill(heading, say("process_title"));
  fill(state, say(`process_${now}`));
  state.dataset.state = now;
  fill(note, say(`note_${now}`));
  const waits = asking || now === "starting";
  stop.hidden = now !== "up";
  start.hidden = now === "up";
  stop.disabled = start.disabled = waits;
  label(stop, waits ? turning() : icon("power", 20), say("stop_bot"));
  label(start, waits ? turning() : icon("power", 20), say("start_bot"));
  label(again, icon("restart", 20), say("again"));
}
