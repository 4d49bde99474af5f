/** Moments in Japanese, always in Tokyo's time: the sample people all work there. */

const ZONE = "Asia/Tokyo";
const form = (options) => new Intl.DateTimeFormat("ja-JP", { timeZone: ZONE, ...options });
const DAY = form({ month: "long", day: "numeric", weekday: "short" });
const LONG_DAY = form({ year: "numeric", month: "long", day: "numeric", weekday: "short" });
const TIME = form({ hour: "numeric", minute: "2-digit" });
const LOCAL = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short", timeStyle: "short" });

const FORMATS = {
  date: form({ year: "numeric", month: "long", day: "numeric" }),
  date_num: form({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date_slash: form({ year: "numeric", month: "2-digit", day: "2-digit" }),
  date_short: form({ year: "numeric", month: "short", day: "numeric" }),
  date_long: LONG_DAY,
  day_divider_pretty: LONG_DAY,
  time: TIME,
  time_secs: form({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
};

/** A message's `ts` (or any seconds since 1970) as a Date. */
export function moment(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export const dayOf = (ts) => DAY.format(moment(ts));
export const timeOf = (ts) => TIME.format(moment(ts));
export const dayAndTime = (ts) => `${LONG_DAY.format(moment(ts))} ${TIME.format(moment(ts))}`;

function ago(seconds) {
  const past = Date.now() / 1000 - seconds;
  const [unit, count] = [["day", 86400], ["hour", 3600], ["minute", 60]].find(([, size]) => Math.abs(past) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("ja-JP").format(-Math.round(past / count), unit);
}

/** Slack's `{date_short} {time}` patterns; null when there is a name in it that Slack does not know. */
export function slackDate(seconds, pattern) {
  let known = true;
  const shown = pattern.replace(/\{(\w+)\}/g, (_, name) => {
    if (name === "ago") return ago(seconds);
    const format = FORMATS[name] ?? FORMATS[name.replace(/_pretty$/, "")];
    known &&= format !== undefined;
    return format ? format.format(moment(seconds)) : "";
  });
  return known ? shown : null;
}

/** For a datetime-local field: 2026-11-22T09:00 as Tokyo's clocks show it. */
export const fieldOf = (seconds) => LOCAL.format(moment(seconds)).replace(" ", "T");

/** The inverse: what a datetime-local field holds, as seconds since 1970. */
export const secondsOf = (field) => Date.parse(`${field}:00+09:00`) / 1000;
