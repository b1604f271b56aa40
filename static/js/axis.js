/** The axis of the timeline: calendar steps, their edges, and its name in an address. */

import { fromIso, fromParts, toDate, toIso } from "./days.js";

/** @typedef {"day" | "month" | "year"} Unit */
/** @typedef {readonly [Unit, number, number]} Step unit, how many, about how many days */
/**
 * @typedef {object} Axis
 * @property {Unit} unit
 * @property {number} step
 * @property {number} bins
 * @property {Int32Array} edges bins + 1 days; a bin holds the days from its edge to before the next
 * @property {boolean} [isWhole] nothing that has a day lies beyond its ends
 */

const MOST_BINS = 600;

/** @type {readonly Step[]} finest first; weeks begin on Monday */
export const STEPS = [
  ["day", 1, 1], ["day", 7, 7], ["month", 1, 30], ["month", 3, 91], ["month", 6, 182],
  ["year", 1, 365], ["year", 2, 730], ["year", 5, 1826], ["year", 10, 3652], ["year", 25, 9131],
  ["year", 50, 18262], ["year", 100, 36524], ["year", 500, 182621],
];

const YEAR_1 = fromParts(1, 0);

/** @param {number} day @param {Step} step @returns {number} the beginning of the step that holds the day */
export function floorTo(day, [unit, count]) {
  if (unit === "day") return count === 7 ? Math.floor((day + 3) / 7) * 7 - 3 : Math.floor(day);
  const date = toDate(Math.floor(day));
  const year = date.getUTCFullYear();
  if (unit === "year") return Math.max(YEAR_1, fromParts(Math.floor(year / count) * count, 0));
  return fromParts(year, Math.floor(date.getUTCMonth() / count) * count);
}

/** @param {number} start a beginning of a step @param {Step} step @returns {number} the next one */
export function next(start, [unit, count]) {
  if (unit === "day") return start + count;
  const date = toDate(start);
  if (unit === "year") return fromParts(date.getUTCFullYear() + count, 0);
  return fromParts(date.getUTCFullYear(), date.getUTCMonth() + count);
}

/** The finest step that gives at most so many pieces. @param {number} days @param {number} most @returns {Step} */
export function stepFor(days, most) {
  return STEPS.find(([, , about]) => days / about <= most) ?? STEPS[STEPS.length - 1];
}

/** @param {number} first @param {number} last the last day it must hold @param {number} most bins, about @returns {Axis} */
export function axisFor(first, last, most) {
  const step = stepFor(last - first + 1, Math.min(most, MOST_BINS - 2));
  const edges = [floorTo(first, step)];
  while (edges[edges.length - 1] <= last) edges.push(next(edges[edges.length - 1], step));
  return { unit: step[0], step: step[1], bins: edges.length - 1, edges: Int32Array.from(edges) };
}

/** @param {Axis} axis @returns {string} such as month3:1950-01-01:308 */
export const axisText = ({ unit, step, bins, edges }) => `${unit}${step}:${toIso(edges[0])}:${bins}`;

/** @param {string} text @returns {Axis} @throws when it names no axis */
export function parseAxis(text) {
  const match = /^(day|month|year)(\d+):(\d{4}-\d{2}-\d{2}):(\d{1,3})$/.exec(text);
  const found = match && STEPS.find(([unit, count]) => unit === match[1] && count === Number(match[2]));
  const start = match ? fromIso(match[3]) : null;
  const bins = match ? Number(match[4]) : 0;
  if (!found || start === null || bins < 1 || bins > MOST_BINS) throw new Error(`“${text}” is no axis`);
  const edges = new Int32Array(bins + 1);
  edges[0] = start;
  for (let bin = 0; bin < bins; bin += 1) edges[bin + 1] = next(edges[bin], found);
  return { unit: found[0], step: found[1], bins, edges };
}

/** @param {Axis} axis @param {number} day @returns {number} the bin that holds the day; the nearest one beyond the ends */
export function binOf({ edges, bins }, day) {
  let low = 0;
  let high = bins;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= day) low = middle;
    else high = middle;
  }
  return low;
}

/** How many bins end before a day begins, with a fraction. @param {Axis} axis @param {number} day */
export function positionOf(axis, day) {
  const { edges, bins } = axis;
  if (day <= edges[0]) return 0;
  if (day >= edges[bins]) return bins;
  const bin = binOf(axis, day);
  return bin + (day - edges[bin]) / (edges[bin + 1] - edges[bin]);
}
