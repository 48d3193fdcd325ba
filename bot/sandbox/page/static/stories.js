// The stories: the player, the line of the step, and the chapters.

import { fill, find, h, icon } from "./dom.js";
import { chapterIndex, playButtons, playing, progress, skip, told, waits } from "./player.js";
import { on } from "./topics.js";
import { phrase, say } from "./words.js";
import { setFollow, view, world } from "./world.js";

const heading = h("h2");
const follow = h("input", { type: "checkbox", role: "switch", onchange: () => setFollow(follow.checked) });
const followWords = h("span");
const title = h("b");
const count = h("small");
const line = h("p", { "aria-live": "polite" });
const fault = h("p.fault", { role: "alert" });
const bar = h("progress", { max: 1 });
const chapters = h("ol.chapters");
const player = playButtons("do", "button", false);
export function storiesPanel() {
  on("loaded language", build);
  on("player", draw);
  on("view", () => (follow.checked = view.follow));
  return h("section.panel", {},
    h("header.row", heading, h("label.follow.row", followWords, follow)),
    h("div.told", h("header.row", title, count), line, fault, bar, h("div.buttons", player.nodes)),
    chapters);
}

let last = ""; // the chapter whose steps were unfolded

function build() {
  fill(heading, say("stories_title"));
  fill(followWords, say("follow"));
  bar.ariaLabel = say("stories_title");
  follow.checked = view.follow;
  last = "";
  fill(chapters, world.chapters.map(chapterNode));
  draw();
}

function chapterNode({ code, title: name, steps }, place) {
  const words = say("skip_to", { title: phrase(name) });
  return h("li", {},
    h("details", {},
      h("summary", h("i.mark", icon("tick", 15), h("span", place + 1)), h("span", phrase(name), " ", h("small", say("steps", { n: steps.length })))),
      h("ol", steps.map((step) => h("li", h("i.mark", icon("tick", 13)), h("button", { ariaExpanded: "false", onclick: unfold }, phrase(step.line)))))),
    place > 0 && h("button.skip", { title: words, "aria-label": words, dataset: { do: "skip", chapter: code }, onclick: () => skip(code) }, say("skip")));
}

function unfold({ currentTarget: line }) {
  line.ariaExpanded = line.ariaExpanded === "false";
}

// What stands at rest between two stories is done as well.
function mark(node, order) {
  const rests = playing().state === "ready" || playing().state === "over";
  const now = !rests && order === 0;
  find(".mark", node).dataset.is = now ? "now" : order > 0 ? "" : "done";
  node.ariaCurrent = now ? "step" : null;
}

function draw() {
  const { state, chapter, step } = playing();
  const begun = state !== "ready";
  const scene = `${chapter} ${begun}`;
  const words = told();
  fill(title, words.title);
  fill(count, words.count);
  fill(line, words.line);
  fill(fault, words.error);
  bar.value = progress();
  player.draw();
  const now = chapterIndex();
  [...chapters.children].forEach((node, place) => {
    const details = node.firstElementChild;
    const away = place - now;
    mark(node, away);
    [...details.lastElementChild.children].forEach((each, index) => mark(each, away || index + 1 - step));
    if (scene !== last) details.open = begun && away === 0;
    if (details.nextElementSibling) details.nextElementSibling.hidden = away <= 0 || !waits();
  });
  last = scene;
}
