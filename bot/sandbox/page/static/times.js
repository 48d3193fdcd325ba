// Moments and sizes in words: in the world's own time zone and the language chosen.

import { locale, say } from "./words.js";
import { world } from "./world.js";

const made = new Map();

function written(options, at) {
  const name = JSON.stringify([locale(), world.zone, options]);
  if (!made.has(name)) made.set(name, new Intl.DateTimeFormat(locale(), { ...options, timeZone: world.zone }));
  return made.get(name).format(at);
}

export const clockTime = (at) => written({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, at);

export const exactTime = (at) => written({ timeStyle: "medium", hourCycle: "h23" }, at);

export const dayOf = (at) => written({ year: "numeric", month: "numeric", day: "numeric" }, at);

const DAY = 86_400_000;

function nearDay(at) {
  const now = world.now();
  const names = { [dayOf(now)]: "today", [dayOf(now - DAY)]: "yesterday", [dayOf(now + DAY)]: "tomorrow" };
  const name = names[dayOf(at)];
  return name ? say(name) : "";
}

export const longDay = (at) => written({ month: "long", day: "numeric", weekday: "long" }, at);

export const dayName = (at) => nearDay(at) || longDay(at);
export function shortWhen(at) {
  if (dayOf(at) === dayOf(world.now())) return clockTime(at);
  return nearDay(at) || written({ month: "numeric", day: "numeric" }, at);
}

/** 今天 18:00, 周三 09:04, 12月3日 09:04 */
export function near(at) {
  const ahead = at - world.now();
  const soon = ahead > 0 && ahead < 6 * DAY;
  return `${nearDay(at) || written(soon ? { weekday: "short" } : { month: "short", day: "numeric" }, at)} ${clockTime(at)}`;
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  const unit = bytes < 1024 * 1024 ? ["KB", 1024] : ["MB", 1024 * 1024];
  const amount = bytes / unit[1];
  return `${amount < 10 ? amount.toFixed(1) : Math.round(amount)} ${unit[0]}`;
}
