// Where the stories are and what may be pressed now.

import { attempt, beginAgain, label, turning } from "./attempt.js";
import { h, icon } from "./dom.js";
import { closeSheet } from "./layers.js";
import { phrase, say } from "./words.js";
import { show, world } from "./world.js";
export const playing = () => world.playing;

export const isPlaying = () => ["playing", "busy"].includes(playing().state);

const SEEN = { ready: "play step", playing: "pause step", paused: "play step", busy: "play step", failed: "play step again-story", over: "again-story" };

const PICTURES = { play: "play", pause: "pause", step: "step", "again-story": "restart" };
export const waits = () => ["ready", "paused", "failed"].includes(playing().state);

export const skip = (chapter) => order({ do: "skip", chapter });
export const play = () => order({ do: "play" });

// What goes on by itself is watched in the conversation.
function order(what) {
  if (what.do === "play" || what.do === "skip") {
    closeSheet();
    show({ screen: "talk" });
  }
  return attempt("/page/story", what);
}

/** From 0; -1 before the first. */
export const chapterIndex = () => world.chapters.findIndex(({ code }) => code === playing().chapter);

export function progress() {
  const count = (chapters) => chapters.reduce((sum, { steps }) => sum + steps.length, 0);
  const { state, step } = playing();
  if (state === "over") return 1;
  return (count(world.chapters.slice(0, Math.max(0, chapterIndex()))) + step) / (count(world.chapters) || 1);
}

export function told() {
  const { state, step, line, error } = playing();
  const place = chapterIndex();
  if (state === "over") return { title: say("story_over_title"), line: say("story_over") };
  if (state === "ready" || place < 0 || !step) return { title: say("story_title"), line: say("story_ready") };
  const { title, steps } = world.chapters[place];
  return {
    title: `${place + 1} · ${phrase(title)}`, count: `${step} / ${steps.length}`, line: phrase(line ?? steps[step - 1]?.line),
    error: state === "failed" && say("story_failed") + phrase(error),
  };
}

/** Buttons named by their data-`mark`; `short` ones have pictures only. */
export function playButtons(mark, look, short) {
  const make = (name) => h(`button.${look}`, { class: name === "step" ? "" : "primary", dataset: { [mark]: name }, onclick: () => press(name) });
  const press = async (name) => {
    if (name === "again-story") return beginAgain();
    await order({ do: name });
    // a button that was hidden or put out of use hands the focus to the one that is left
    return nodes.find((node) => !node.hidden && !node.disabled)?.focus({ preventScroll: true });
  };
  const nodes = Object.keys(PICTURES).map(make);
  const draw = () => {
    const { state } = playing();
    const busy = state === "busy";
    for (const node of nodes) {
      const name = node.dataset[mark];
      node.hidden = !SEEN[state].split(" ").includes(name);
      node.disabled = isPlaying() && name !== "pause";
      const words = name !== "play" ? name : busy ? "story_busy" : state === "paused" ? "play_on" : name;
      label(node, busy && name === "play" ? turning() : icon(PICTURES[name]), say(words.replace("-story", "")), short);
    }
  };
  return { nodes, draw };
}
