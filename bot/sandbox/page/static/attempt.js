// Asking the server from a panel: what goes wrong is told, what cannot be undone is asked about first.

import { ask } from "./asking.js";
import { fill, find, h } from "./dom.js";
import { toast, warn } from "./toasts.js";
import { say } from "./words.js";

export const attempt = (path, body) => ask(path, body).catch(warn);
export const turning = () => h("i.turning");

/** Give a button its picture and words; where there is room for the picture only, they are read out. */
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
