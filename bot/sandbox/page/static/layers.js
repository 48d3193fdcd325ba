// What lies over the page and goes with Escape or the phone's back: sheets, menus, the viewer, the conversation.

const open = [];
let depth = 0; // how many steps of the browser's history are ours
let leaving = false; // a step back is under way: it takes a moment

/** Each layer is a step of the browser's history: back takes away the topmost. Returns what takes it away; `close` is called then. */
export function openLayer(close, { below = false, escapes = true } = {}) {
  const layer = { close, escapes };
  open[below ? "unshift" : "push"](layer);
  settle();
  return () => dismiss(layer);
}

function dismiss(layer) {
  const place = open.indexOf(layer);
  if (place < 0) return;
  open.splice(place, 1);
  settle();
  layer.close();
}
function settle() {
  if (leaving) return;
  while (depth < open.length) history.pushState({ depth: (depth += 1) }, "");
  if (depth === open.length) return;
  leaving = true;
  history.go(open.length - depth);
}

addEventListener("popstate", ({ state }) => {
  depth = state?.depth ?? 0;
  if (!leaving) while (open.length > depth) open.pop().close();
  leaving = false;
  settle();
});

addEventListener("keydown", (event) => {
  const top = open.at(-1);
  if (event.key === "Escape" && top?.escapes && !event.defaultPrevented) dismiss(top);
});

let sheet = null;

export function openSheet(name) {
  if (sheet?.name === name) return;
  if (sheet) sheet.name = name; // its step of the history is used on
  else sheet = { name, dismiss: openLayer(() => { sheet = null; showSheet(); }) };
  showSheet();
}

export const closeSheet = () => sheet?.dismiss();

function showSheet() {
  document.body.dataset.sheet = sheet?.name ?? "";
  document.getElementById("glass").hidden = sheet?.name !== "glass";
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener && sheet?.name === opener.dataset.opens) closeSheet();
  else if (opener) openSheet(opener.dataset.opens);
  else if (event.target.closest("[data-closes]")) closeSheet();
});
