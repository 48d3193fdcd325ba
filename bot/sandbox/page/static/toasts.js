// Short words that come and go, and the alert that must be dismissed.

import { find, h, icon } from "./dom.js";
import { say } from "./words.js";

const SHOWN = 4000;
const LONGEST = 9000;

/** `go`: what a press on it does. */
export function toast(text, { bad = false, go = null } = {}) {
  const box = find("#toasts");
  const gone = () => node.remove();
  const node = h(go ? "button.toast.row" : "div.toast", { class: bad && "bad", onclick: go && (() => { gone(); go(); }) },
    h("span", text), go && icon("right", 18));
  while (box.childElementCount > 2) box.firstElementChild.remove();
  box.append(node);
  const stay = Math.min(LONGEST, SHOWN + text.length * 60) + (go ? SHOWN : 0);
  setTimeout(() => {
    node.classList.add("going");
    setTimeout(gone, 250);
  }, stay);
}
export const warn = (fault) => toast(fault.message, { bad: true });

export function alertBox(text, from) {
  const box = h("dialog.alert", h("b", from), h("p", text),
    h("button.button.primary", { autofocus: true, "data-do": "dismiss", onclick: () => box.close() }, say("ok")));
  box.addEventListener("close", () => box.remove());
  find("#over").append(box);
  box.showModal();
}
