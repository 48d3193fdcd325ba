// The stories: the player, the line that explains the step, and the chapters with what is done and to come.

import { fill, h, icon } from "./dom.js";
import { chapterIndex, maySkip, playButtons, playing, progress, skip, told } from "./player.js";
import { phrase, say } from "./words.js";
import { on, setFollow, view, world } from "./world.js";

const heading = h("h2");
const follow = h("input", { type: "checkbox", role: "switch", onchange: () => setFollow(follow.checked) });
const followWords = h("span");
const title = h("b");
const count = h("small");
const line = h("p", { "aria-live": "polite" });
const fault = h("p.fault", { role: "alert" });
const bar = h("progress", { max: 1 });
// a step is one line long until it is pressed
const chapters = h("ol.chapters", { onclick: (event) => event.target.closest("ol ol li")?.classList.toggle("whole") });
const player = playButtons("do", "button", false);

/** The section of the stories, alive from now on. */
export function storiesPanel() {
  on("loaded language", build);
  on("player", draw);
  on("view", () => (follow.checked = view.follow));
  return h("section.panel", {},
    h("header", {}, heading, h("label.follow", {}, followWords, follow)),
    h("div.told", {}, h("header", {}, title, count), line, fault, bar, h("div.row", {}, player.nodes)),
    chapters);
}

let last = "";

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
      h("summary", {}, h("i.mark", {}, icon("tick", 15), h("span", {}, place + 1)), h("span", {}, phrase(name), " ", h("small", {}, say("steps", { n: steps.length })))),
      h("ol", {}, steps.map((step) => h("li", {}, h("i.mark", {}, icon("tick", 13)), h("span", {}, phrase(step.line)))))),
    place > 0 && h("button.skip", { type: "button", title: words, "aria-label": words, dataset: { do: "skip", chapter: code }, onclick: () => skip(code) }, say("skip")));
}

/** Before what is played now: done; after it: to come. */
function mark(node, place, now, over) {
  node.classList.toggle("done", over || place < now);
  node.classList.toggle("now", !over && place === now);
  node.ariaCurrent = place === now && !over ? "step" : null;
}

function draw() {
  const { state, chapter, step } = playing();
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
    mark(node, place, now, state === "over");
    [...details.lastElementChild.children].forEach((each, index) => mark(each, place * 1000 + index + 1, now * 1000 + step, state === "over"));
    if (chapter !== last) details.open = place === now;
    if (details.nextElementSibling) details.nextElementSibling.hidden = place <= now || !maySkip();
  });
  last = chapter;
}
