// What lies over the page and is taken away by Escape or by the phone's back: sheets, the viewer, the open conversation.

const open = [];

/**
 * Put a layer on; `close` is called once, when it goes. Returns the function that takes it away.
 * Each layer is one step of the browser's history, so that back takes away the topmost.
 * With `below`, it lies under the layers that are open.
 */
export function openLayer(close, { below = false, escapes = true } = {}) {
  const layer = { close, escapes };
  if (below) open.unshift(layer);
  else open.push(layer);
  history.pushState({ depth: open.length }, "");
  return () => dismiss(layer);
}

function dismiss(layer) {
  const place = open.indexOf(layer);
  if (place < 0) return;
  open.splice(place, 1);
  layer.close();
  history.back();
}

addEventListener("popstate", (event) => {
  const depth = event.state?.depth ?? 0;
  while (open.length > depth) open.pop().close();
});

addEventListener("keydown", (event) => {
  const top = open.at(-1);
  if (event.key === "Escape" && top?.escapes && !event.defaultPrevented) dismiss(top);
});

let sheet = null;

export function openSheet(name) {
  if (sheet?.name === name) return;
  const takeOver = sheet;
  if (takeOver) {
    // the history step of the other sheet is used on
    takeOver.name = name;
  } else {
    sheet = { name, dismiss: openLayer(() => { sheet = null; showSheet(); }) };
  }
  showSheet();
}

export function closeSheet() {
  sheet?.dismiss();
}

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
