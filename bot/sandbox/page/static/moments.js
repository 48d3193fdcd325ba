// Moments of the town's clock as the panels say them.

import { clockTime, dayOf } from "./times.js";
import { locale, say } from "./words.js";
import { world } from "./world.js";

const DAY = 86_400_000;

const written = (ms, options) => new Intl.DateTimeFormat(locale(), { timeZone: world.zone, ...options }).format(ms);

/** 11月24日星期二, Tuesday 24 November */
export const day = (ms) => written(ms, { month: "long", day: "numeric", weekday: "long" });

/** 09:04:12 */
export const exactTime = (ms) => written(ms, { timeStyle: "medium", hourCycle: "h23" });

/** As short as it is clear: 今天 18:00, 明天 09:04, 周三 09:04, 12月3日 09:04. */
export function near(ms) {
  const now = world.now();
  const names = { [dayOf(now)]: "today", [dayOf(now - DAY)]: "yesterday", [dayOf(now + DAY)]: "tomorrow" };
  const name = names[dayOf(ms)];
  const soon = ms > now && ms - now < 6 * DAY;
  return `${name ? say(name) : written(ms, soon ? { weekday: "short" } : { month: "short", day: "numeric" })} ${clockTime(ms)}`;
}
