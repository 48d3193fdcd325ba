// The story where its panel has no room: its line in the conversation, and an invitation to play.

import { label } from "./attempt.js";
import { fill, h, icon } from "./dom.js";
import { keep, recall } from "./memory.js";
import { play, playButtons, playing, told } from "./player.js";
import { on } from "./topics.js";
import { say } from "./words.js";

const bar = h("section", { id: "caption" });
const title = h("b");
const line = h("p", { "aria-live": "polite" });
const player = playButtons("caption", "iconbutton", true);
const folder = h("button.iconbutton", { "data-caption": "fold", onclick: fold });
let folded = recall("caption") === "folded";
export function captionBar() {
  on("player loaded language", draw);
  return fill(bar, h("header.row", title, player.nodes, folder), line);
}

const inviting = h("div");
const inviter = h("button.button.primary.wide", { "data-caption": "invite", onclick: play });
const alone = h("p.note");
const invited = h("section", { id: "invite" }, inviting, inviter, alone);

/** On a phone, under the chats. */
export function invitation() {
  on("player loaded language", () => {
    invited.hidden = playing().state !== "ready";
    fill(inviting, h("b", say("story_title")), h("p", say("story_ready")));
    fill(alone, say("try_alone"));
    label(inviter, icon("play"), say("play"));
  });
  return invited;
}

function fold() {
  folded = !folded;
  keep("caption", folded ? "folded" : "");
  draw();
}

function draw() {
  const words = told();
  bar.dataset.state = playing().state;
  fill(title, words.title, words.count && h("small", words.count));
  fill(line, words.error || words.line);
  line.className = words.error ? "fault" : "";
  line.hidden = folded && playing().state !== "failed";
  player.draw();
  folder.ariaExpanded = !folded;
  label(folder, icon("right", 20), say(folded ? "caption_show" : "caption_hide"), true);
}
