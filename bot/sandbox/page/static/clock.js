// The time machine: the town's clock running, and the buttons that move it on. It cannot be put back.

import { attempt, turning } from "./attempt.js";
import { fill, h, icon } from "./dom.js";
import { day, near } from "./moments.js";
import { isPlaying } from "./player.js";
import { clockTime } from "./times.js";
import { phrase, say } from "./words.js";
import { on, world } from "./world.js";

const LEAPS = { hour: { ahead: 3600 }, day: { ahead: 86400 }, due: { to: "due" } };

const hours = h("b");
const date = h("span");
const buttons = Object.fromEntries(Object.keys(LEAPS).map((name) =>
  [name, h("button.button", { dataset: { do: `leap-${name}` }, onclick: () => leap(name) })]));

let leaping = "";

/** The section of the time machine, alive from now on. */
export function clockPanel() {
  on("time loaded player language", draw);
  setInterval(show, 1000);
  return h("section.panel", {}, h("time", { id: "clock" }, hours, date), h("div.leaps", {}, Object.values(buttons)));
}

async function leap(name) {
  leaping = name;
  draw();
  await attempt("/page/time", LEAPS[name]);
  leaping = "";
  draw();
  buttons[name].focus({ preventScroll: true });
}

function draw() {
  const held = isPlaying();
  const due = world.due ? `${near(world.due.at)} · ${phrase(world.due.what)}` : say("nothing_due");
  const under = h("small", {}, leaping ? say("leaping") : held ? say("leap_held") : due);
  for (const [name, button] of Object.entries(buttons)) {
    button.disabled = Boolean(leaping) || held || (name === "due" && !world.due);
    const wide = name === "due";
    fill(button, leaping === name ? turning() : wide && icon("clock"), h("span", {}, say(`leap_${name}`), wide && under));
  }
  show();
}

function show() {
  if (!world.id) return;
  hours.textContent = clockTime(world.now());
  date.textContent = day(world.now());
}
