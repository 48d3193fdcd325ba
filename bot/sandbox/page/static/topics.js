// What the parts of the page tell each other.
// By the feed: message edit reaction delete chat typing tap answer bot player time spot commands.

import { onLanguage } from "./words.js";

const listeners = new Map();

export function on(topics, listener) {
  for (const name of topics.split(" ")) listeners.set(name, [...(listeners.get(name) ?? []), listener]);
}

export function tell(topic, value) {
  for (const listener of listeners.get(topic) ?? []) {
    try {
      listener(value);
    } catch (fault) {
      reportError(fault); // a fault in one part must not silence the others
    }
  }
}

onLanguage((chosen) => tell("language", chosen));
