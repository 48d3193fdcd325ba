// The time machine: the town's clock running, and the buttons that move it on. It cannot be put back.

import { attempt, turning } from "./attempt.js";
import { fill, h, icon, isCalm } from "./dom.js";
import { day, near } from "./moments.js";
import { isPlaying } from "./player.js";
import { clockTime } from "./times.js";
import { phrase, say } from "./words.js";
import { on, world } from "./world.js";

const LEAPS = { hour: { ahead: 3600 }, day: { ahead: 86400 }, due: { to: "due" } };
const SWEEP = 700; // ms in which the hands run to a time that was leapt to
const JUMP = 120_000; // ms; less is just shown

const hours = h("b");
const date = h("span");
const buttons = Object.fromEntries(Object.keys(LEAPS).map((name) =>
  [name, h("button.button", { type: "button", dataset: { do: `leap-${name}` }, onclick: () => leap(name) })]));

let leaping = "";
let shown = 0;
let sweep = 0;

/** The section of the time machine, alive from now on. */
export function clockPanel() {
  on("time loaded", run);
  on("time loaded player language", draw);
  setInterval(() => sweep || show(world.now()), 1000);
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
  show(shown);
}

function show(ms) {
  shown = ms;
  const words = [[hours, clockTime(ms)], [date, day(ms)]];
  for (const [node, text] of words) if (node.textContent !== text) node.textContent = text;
}

/** Run from the time shown to the time it is, so that a leap is seen. */
function run() {
  cancelAnimationFrame(sweep);
  sweep = 0;
  const from = shown;
  const began = performance.now();
  if (!from || world.now() - from < JUMP || isCalm() || document.hidden) return show(world.now());
  const frame = () => {
    const share = Math.min(1, (performance.now() - began) / SWEEP);
    show(from + (world.now() - from) * (1 - (1 - share) ** 3));
    sweep = share < 1 ? requestAnimationFrame(frame) : 0;
  };
  return frame();
}
