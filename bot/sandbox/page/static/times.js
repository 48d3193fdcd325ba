// Moments of the world in words, in its own time zone and the language chosen.

import { locale, say } from "./words.js";
import { world } from "./world.js";

const made = new Map();

function written(options, at) {
  const name = JSON.stringify([locale(), world.zone, options]);
  if (!made.has(name)) made.set(name, new Intl.DateTimeFormat(locale(), { ...options, timeZone: world.zone }));
  return made.get(name).format(at);
}

export const clockTime = (at) => written({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);

/** A number that is the same for all moments of one day. */
export const dayOf = (at) => written({ year: "numeric", month: "numeric", day: "numeric" }, at);

const DAY = 86_400_000;

export function dayName(at) {
  if (dayOf(at) === dayOf(world.now())) return say("today");
  if (dayOf(at) === dayOf(world.now() - DAY)) return say("yesterday");
  return written({ month: "long", day: "numeric", weekday: "long" }, at);
}

export function shortWhen(at) {
  if (dayOf(at) === dayOf(world.now())) return clockTime(at);
  if (dayOf(at) === dayOf(world.now() - DAY)) return say("yesterday");
  return written({ month: "numeric", day: "numeric" }, at);
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const unit = bytes < 1024 * 1024 ? ["KB", 1024] : ["MB", 1024 * 1024];
  const amount = bytes / unit[1];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit[0]}`;
}
