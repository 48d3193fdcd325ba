// Asking the server from a panel: what goes wrong is told, what cannot be undone is asked about first.

import { ask, PATIENCE } from "./asking.js";
import { fill, find, h } from "./dom.js";
import { toast, warn } from "./toasts.js";
import { say } from "./words.js";

const LONGEST = 600_000; // ms: a long leap has much to do

export async function attempt(path, body) {
  const slow = setTimeout(() => toast(say("too_slow"), { bad: true }), PATIENCE);
  await ask(path, body, LONGEST).catch(warn);
  clearTimeout(slow);
}
export const turning = () => h("i.turning");

/** `short`: there is room for the picture only. */
export function label(button, picture, words, short = false) {
  button.title = short ? words : "";
  if (short) button.setAttribute("aria-label", words);
  fill(button, picture, short ? null : words);
}

/** Begin a new town, once that was confirmed. The feed says `reload` when it stands. */
export function beginAgain() {
  const answer = (value) => () => dialog.close(value);
  // Escape is for the dialog alone, not for the sheet under it
  const onkeydown = (event) => event.stopPropagation();
  const onclose = () => {
    dialog.remove();
    if (!dialog.returnValue) return;
    toast(say("again_working"));
    attempt("/page/again");
  };
  const dialog = h("dialog.alert", { onkeydown, onclose },
    h("b", say("again_title")), h("p", say("again_text")),
    h("div.buttons", {},
      h("button.button", { onclick: answer("") }, say("cancel")),
      h("button.button.primary.danger", { "data-do": "again-yes", onclick: answer("yes") }, say("again"))));
  find("#over").append(dialog);
  dialog.showModal();
}
