// The story where there is no room for its panel: the line of explanation in the conversation, and an invitation to play.

import { label } from "./attempt.js";
import { fill, h, icon } from "./dom.js";
import { keep, recall } from "./memory.js";
import { play, playButtons, playing, told } from "./player.js";
import { say } from "./words.js";
import { on } from "./world.js";

const bar = h("section", { id: "caption" });
const title = h("b");
const line = h("p", { "aria-live": "polite" });
const player = playButtons("caption", "iconbutton", true);
const folder = h("button.iconbutton", { dataset: { caption: "fold" }, onclick: fold });
let folded = recall("caption") === "folded";

/** The bar that goes above the compose area, alive from now on. */
export function captionBar() {
  on("player loaded language", draw);
  return fill(bar, h("header.row", {}, title, player.nodes, folder), line);
}

const inviting = h("p");
const inviter = h("button.button.primary.wide", { dataset: { caption: "invite" }, onclick: play });
const invited = h("section", { id: "invite" }, inviting, inviter);

/** What a phone shows under the list of chats until the story was begun. */
export function invitation() {
  on("player loaded language", () => {
    invited.hidden = playing().state !== "ready";
    fill(inviting, say("story_ready"));
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
  fill(title, words.title, words.count && h("small", {}, words.count));
  fill(line, words.error || words.line);
  line.className = words.error ? "fault" : "";
  line.hidden = folded && playing().state !== "failed";
  player.draw();
  folder.ariaExpanded = String(!folded);
  label(folder, icon("right", 20), say(folded ? "caption_show" : "caption_hide"), true);
}
