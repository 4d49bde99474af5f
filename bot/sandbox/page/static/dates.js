/** Moments in Japanese, always in Tokyo's time: the sample people all work there. */

const ZONE = "Asia/Tokyo";
const form = (options) => new Intl.DateTimeFormat("ja-JP", { timeZone: ZONE, ...options });
const DAY = form({ month: "long", day: "numeric", weekday: "short" });
const LONG_DAY = form({ year: "numeric", month: "long", day: "numeric", weekday: "short" });
const TIME = form({ hour: "numeric", minute: "2-digit" });
const LOCAL = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" });

/** A message's `ts` (or any seconds since 1970) as a Date. */
export function moment(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export const dayOf = (ts) => DAY.format(moment(ts));
export const timeOf = (ts) => TIME.format(moment(ts));
export const dayAndTime = (ts) => `${LONG_DAY.format(moment(ts))} ${TIME.format(moment(ts))}`;

/** For a datetime-local field: 2026-11-22T09:00 as Tokyo's clocks show it. */
export const fieldOf = (seconds) => LOCAL.format(moment(seconds)).replace(" ", "T");

/** The inverse: what a datetime-local field holds, as seconds since 1970. */
export const secondsOf = (field) => Date.parse(`${field}:00+09:00`) / 1000;
