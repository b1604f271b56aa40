/** Where keys take the window of the timeline, and how its axis is zoomed: days in, days out. */

import { floorTo, next } from "./axis.js";

/** @typedef {import("./axis.js").Step} Step */
/** @typedef {[number, number]} Span first and last day */

const SHORTEST = 7; // days that the axis shows at least

/** @param {string} key */
export const isStep = (key) => /^(Arrow|Page|Home|End)/.test(key);

/**
 * Where a key takes a day; null for other keys.
 * @param {{key: string, shiftKey: boolean}} event @param {number} day @param {Step} step @param {Span} limits
 */
export function keyTarget({ key, shiftKey }, day, step, [low, high]) {
  const many = key.startsWith("Page") || shiftKey;
  const start = floorTo(day, step);
  const length = next(start, step) - start;
  switch (key) {
    case "Home": return low;
    case "End": return high;
    case "ArrowRight": case "ArrowUp": case "PageUp":
      return many ? day + length * 10 : Math.max(day + 1, start + length);
    case "ArrowLeft": case "ArrowDown": case "PageDown":
      return day - length * (many ? 10 : 1);
    default: return null;
  }
}

/** A window moved as a whole, and kept inside. @param {Span} window @param {number} days @param {Span} limits @returns {Span} */
export function shifted([first, last], days, [low, high]) {
  const by = Math.round(Math.max(Math.min(0, low - first), Math.min(Math.max(0, high - last), days)));
  return [first + by, last + by];
}

/**
 * A span of the axis enlarged around a day.
 * @param {Span} view @param {number} factor below 1 shows less @param {number} around @param {Span} limits @returns {Span}
 */
export function zoomed([first, last], factor, around, [low, high]) {
  const whole = high - low + 1;
  const length = Math.max(Math.min(SHORTEST, whole), Math.min(whole, (last - first + 1) * factor));
  const start = around - (around - first) * length / (last - first + 1);
  const from = Math.max(low, Math.min(high + 1 - length, start));
  return [from, from + length - 1];
}

/**
 * The next window of a film.
 * @param {Span} window @param {number} days how far it goes @param {"moving" | "growing"} mode @param {Span} limits
 * @returns {{window: Span, isOver: boolean}}
 */
export function played([first, last], days, mode, [, high]) {
  const to = Math.min(high, last + days);
  return { window: [mode === "moving" ? first + (to - last) : first, to], isOver: to >= high };
}

/** Where a film begins. @param {Span} window @param {"moving" | "growing"} mode @param {Span} view @returns {Span} */
export function filmStart([first, last], mode, [low, high]) {
  const whole = high - low;
  const isAll = first <= low && last >= high;
  if (mode === "growing") return [Math.max(low, first), last >= high ? Math.max(low, first) : last];
  const length = isAll ? whole / 12 : last - first;
  return last >= high ? [low, low + length] : [first, last];
}
