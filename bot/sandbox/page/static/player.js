// Where the stories are and what may be pressed now: shared by the panel, the caption and the time machine.

import { attempt, beginAgain, label, turning } from "./attempt.js";
import { h, icon } from "./dom.js";
import { closeSheet } from "./layers.js";
import { phrase, say } from "./words.js";
import { show, world } from "./world.js";

/** {state, chapter, step, line, error, next} of the contract. */
export const playing = () => world.playing ?? { state: "ready", chapter: "", step: 0 };

/** True while the people of the story act: nobody else should move the time. */
export const isPlaying = () => ["playing", "busy"].includes(playing().state);

/** What is left to press in each state; `ended` stories can only begin again. */
const REST = ["ready", "paused"];
const ENDED = ["failed", "over"];

export const maySkip = () => REST.includes(playing().state);
export const skip = (chapter) => order({ do: "skip", chapter });
export const play = () => order({ do: "play" });

/** What goes on by itself is watched in the conversation, so lists and sheets make room; a step is one of several. */
function order(what) {
  if (what.do === "play" || what.do === "skip") {
    closeSheet();
    show({ screen: "talk" });
  }
  return attempt("/page/story", what);
}

/** The chapter's place among all, from 0; -1 before the first. */
export const chapterIndex = () => world.chapters.findIndex(({ code }) => code === playing().chapter);

/** Share of all steps that were played, the current one included. */
export function progress() {
  const count = (chapters) => chapters.reduce((sum, { steps }) => sum + steps.length, 0);
  const { state, step } = playing();
  if (state === "over") return 1;
  return (count(world.chapters.slice(0, Math.max(0, chapterIndex()))) + step) / (count(world.chapters) || 1);
}

/** What stands in and above the explanation: {title, count, line, error}. */
export function told() {
  const { state, step, line, error } = playing();
  const place = chapterIndex();
  if (state === "over") return { title: say("story_over_title"), line: say("story_over") };
  if (state === "ready" || place < 0 || !step) return { title: say("story_title"), line: say("story_ready") };
  const { title, steps } = world.chapters[place];
  return {
    title: `${place + 1} · ${phrase(title)}`, count: `${step} / ${steps.length}`, line: phrase(line ?? steps[step - 1]?.line),
    error: state === "failed" && say("story_failed") + error,
  };
}

/**
 * The buttons of the player: play or pause, step, and starting over when it ended. `mark` names them in the
 * page (`data-do` in the panel); `short` ones have pictures only. Returns {nodes, draw}.
 */
export function playButtons(mark, look, short) {
  const make = (name, onclick) => h(`button.${look}`, { type: "button", dataset: { [mark]: name }, onclick });
  const press = (name) => async () => {
    await order({ do: name });
    // a button that was hidden or put out of use hands the focus to the one that is left
    nodes.find((node) => !node.hidden && !node.disabled)?.focus({ preventScroll: true });
  };
  const [go, pause, step] = ["play", "pause", "step"].map((name) => make(name, press(name)));
  const again = make("again-story", beginAgain);
  const nodes = [go, pause, step, again];
  const draw = () => {
    const { state } = playing();
    const ended = ENDED.includes(state);
    const busy = state === "busy";
    go.hidden = ended || state === "playing";
    pause.hidden = state !== "playing";
    step.hidden = ended;
    again.hidden = !ended;
    go.disabled = step.disabled = !REST.includes(state);
    label(go, busy ? turning() : icon("play"), say(busy ? "story_busy" : state === "paused" ? "play_on" : "play"), short);
    label(pause, icon("pause"), say("pause"), short);
    label(step, icon("step"), say("step"), short);
    label(again, icon("restart"), say("again"), short);
  };
  return { nodes, draw };
}
