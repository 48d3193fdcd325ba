// Builds nodes: text is always a text node, so nothing that somebody wrote can become markup.

const SVG = "http://www.w3.org/2000/svg";

/** h("button.round", {onclick: f, "data-do": "send"}, "text", node, [nodes], null): classes after dots, properties if any. */
export function h(tag, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (name === "button") node.type = "button"; // never sends a form by accident
  node.classList.add(...classes);
  if (children[0]?.constructor === Object) for (const [key, value] of Object.entries(children.shift())) set(node, key, value);
  node.append(...flat(children));
  return node;
}

function set(node, key, value) {
  if ((value ?? null) === null) return;
  if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
  else if (key === "dataset") Object.assign(node.dataset, value);
  else if (key === "style") for (const [rule, text] of Object.entries(value)) node.style.setProperty(rule, text);
  else if (key === "class") node.classList.add(...String(value || "").split(" ").filter(Boolean));
  else if (key.includes("-") || key === "role") node.setAttribute(key, value);
  else node[key] = value;
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child || child === 0);
}

export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

/** Give a node these children; one that looks the same stays, so that a press begun on it is not lost, or fades out. */
export function settle(node, ...children) {
  const old = [...node.children].filter((child) => !child.classList.contains("going"));
  const order = flat(children).map((child) => {
    let place = old.indexOf(child);
    if (place < 0) place = old.findIndex((other) => other.isEqualNode(child));
    return place < 0 ? child : old.splice(place, 1)[0];
  });
  for (const gone of old) gone.remove();
  let next = node.firstElementChild;
  for (const child of order) {
    while (next?.classList.contains("going")) next = next.nextElementSibling;
    if (child === next) next = next.nextElementSibling;
    else node.insertBefore(child, next);
  }
}

export function soon(act) {
  let waiting = false;
  return () => {
    if (!waiting) queueMicrotask(() => { waiting = false; act(); });
    waiting = true;
  };
}

export const find = (selector, within = document) => within.querySelector(selector);

const STROKES = {
  left: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-6 17-3-7z",
  attach: "M20 11.5l-8.3 8.3a5 5 0 01-7.1-7.1l8.8-8.8a3.4 3.4 0 014.8 4.8l-8.7 8.7a1.7 1.7 0 01-2.4-2.4l7.8-7.7",
  slash: "M15 5L9 19M4 3h16a1 1 0 011 1v16a1 1 0 01-1 1H4a1 1 0 01-1-1V4a1 1 0 011-1z",
  photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  file: "M14 3H6v18h12V7zM14 3v4h4M9 13h6M9 17h4",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  reply: "M10 8V4l-7 7 7 7v-4c5 0 8 1 11 5 0-7-4-11-11-11z",
  edit: "M12 20h9M16.5 3.5a2.1 2.1 0 013 3L7 19l-4 1 1-4z",
  bin: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  glass: "M10.5 17a6.5 6.5 0 100-13 6.5 6.5 0 000 13zM15.5 15.5L21 21",
  down: "M12 5v14M6 13l6 6 6-6",
  pin: "M9 4h6l-1 6 4 4H6l4-4zM12 14v6",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3 2",
  stage: "M12 21a9 9 0 100-18 9 9 0 000 18zM10 8.5v7l5.5-3.5z",
  play: "M7 4.5v15l12-7.5z",
  pause: "M8 5v14M16 5v14",
  step: "M6 5v14l9-7zM18 5v14",
  restart: "M20 12a8 8 0 11-2.5-5.8M20 3v4.5h-4.5",
  power: "M12 3v9M7 6.5a8 8 0 1010 0",
  sun: "M12 16a4 4 0 100-8 4 4 0 000 8zM12 2v2.5M12 19.5V22M2 12h2.5M19.5 12H22M5 5l1.7 1.7M17.3 17.3L19 19M5 19l1.7-1.7M17.3 6.7L19 5",
  moon: "M20 14.5A8.5 8.5 0 019.5 4a8.5 8.5 0 1010.5 10.5z",
  tick: "M4 12.5l5 5L20 6.5",
  ticks: "M1.5 12.5l5 5L17 6.5M11.5 16l1.5 1.5L22.5 7",
  place: "M12 21s7-6.5 7-12a7 7 0 10-14 0c0 5.5 7 12 7 12zM12 11.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z",
  right: "M9 5l7 7-7 7",
  link: "M9 15l6-6M10.5 6.5l1.8-1.8a4.2 4.2 0 016 6L16.5 12.5M13.5 17.5l-1.8 1.8a4.2 4.2 0 01-6-6L7.5 11.5",
  warn: "M12 4L2.5 20h19zM12 10v4.5M12 17.3h.01",
};

export function icon(name, size = 22) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", width: size, height: size, class: `icon icon-${name}`, "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", STROKES[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, onclick, properties = {}) {
  return h("button.iconbutton", { title: label, "aria-label": label, onclick, ...properties }, icon(name));
}

export const isPhone = () => matchMedia("(max-width: 720px)").matches;
export const isTouch = () => matchMedia("(pointer: coarse)").matches;
export const isCalm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
