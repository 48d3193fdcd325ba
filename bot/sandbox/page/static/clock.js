// The time machine: the town's clock, and the buttons that move it on.

import { leapBegins, leapEnded } from "./arrivals.js";
import { attempt, turning } from "./attempt.js";
import { fill, h, icon } from "./dom.js";
import { isPlaying } from "./player.js";
import { clockTime, longDay, near } from "./times.js";
import { on } from "./topics.js";
import { phrase, say } from "./words.js";
import { world } from "./world.js";

const LEAPS = { hour: { ahead: 3600 }, day: { ahead: 86400 }, due: { to: "due" } };

const hours = h("b");
const date = h("span");
const buttons = Object.fromEntries(Object.keys(LEAPS).map((name) =>
  [name, h("button.button", { "data-do": `leap-${name}`, onclick: () => leap(name) })]));

let leaping = "";
export function clockPanel() {
  on("time loaded player language", draw);
  setInterval(show, 1000);
  return h("section.panel", h("time", { id: "clock" }, hours, date), h("div.leaps", Object.values(buttons)));
}

async function leap(name) {
  leaping = name;
  leapBegins();
  draw();
  await attempt("/page/time", LEAPS[name]);
  leapEnded();
  leaping = "";
  draw();
  buttons[name].focus({ preventScroll: true });
}

function draw() {
  const held = isPlaying();
  const { due } = world;
  const under = h("small", leaping ? say("leaping") : held ? say("leap_held") : due ? phrase(due.what) : say("nothing_due"));
  for (const [name, button] of Object.entries(buttons)) {
    button.disabled = leaping || held || (name === "due" && !due);
    const wide = name === "due";
    fill(button, leaping === name ? turning() : wide && icon("clock"), h("span", say(`leap_${name}`), wide && [due && ` · ${near(due.at)}`, under]));
  }
  show();
}

function show() {
  if (!world.id) return;
  hours.textContent = clockTime(world.now());
  date.textContent = longDay(world.now());
}
