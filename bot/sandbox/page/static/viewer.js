// The full-screen viewer: one photo of a chat at a time, with its words, and the way to the others.

import { fill, find, h, iconButton } from "./dom.js";
import { rich } from "./entities.js";
import { openLayer } from "./layers.js";
import { senderName } from "./message.js";
import { clockTime, dayName } from "./times.js";
import { say } from "./words.js";
import { inOrder, world } from "./world.js";

export function openViewer(chatId, key) {
  const photos = inOrder(world.chats.get(chatId)).filter((message) => message.photo);
  let place = photos.findIndex((message) => message.key === key);
  const before = document.activeElement;
  const image = h("img", { alt: "" });
  const words = h("div.viewerwords");
  const left = iconButton("left", say("previous"), () => go(-1), { class: "viewerleft" });
  const right = iconButton("right", say("next"), () => go(1), { class: "viewerright" });
  const shut = iconButton("close", say("close"), () => dismiss(), { class: "viewerclose", "data-do": "close-viewer" });
  const node = h("div.viewer", { role: "dialog", "aria-modal": "true", "aria-label": say("photo"), tabIndex: -1 }, image, words, left, right, shut);

  function go(by) {
    place = Math.min(photos.length - 1, Math.max(0, place + by));
    const message = photos[place];
    image.src = message.photo.url;
    image.alt = message.text || say("photo");
    left.hidden = place === 0;
    right.hidden = place === photos.length - 1;
    const told = photos.find(({ album, text }) => album && album === message.album && text && !message.text) ?? message;
    fill(words, h("div.viewertext", rich(told.text, told.entities)),
      h("small", `${senderName(message)} · ${dayName(message.at)} ${clockTime(message.at)} · ${place + 1}/${photos.length}`));
  }

  let from = null;
  node.addEventListener("keydown", ({ key: pressed }) => go({ ArrowLeft: -1, ArrowRight: 1 }[pressed] ?? 0));
  node.addEventListener("pointerdown", (event) => { from = event.clientX; });
  node.addEventListener("pointerup", (event) => {
    const way = from === null ? 0 : event.clientX - from;
    from = null;
    if (Math.abs(way) > 50) go(way > 0 ? -1 : 1);
    else if (event.target === node) dismiss();
  });
  const app = find("#app");
  app.inert = true; // Tab stays in here
  find("#over").append(node);
  const dismiss = openLayer(() => {
    node.remove();
    app.inert = false;
    before?.focus?.();
  });
  go(0);
  shut.focus();
}
