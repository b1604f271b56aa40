/** What the timeline draws: bars stacked by families, and the dates below them. */

import { floorTo, next, stepFor } from "./axis.js";
import { dayAs, inWords, toDate } from "./days.js";

/** @typedef {import("./axis.js").Axis} Axis */
/** @typedef {import("./axis.js").Step} Step */
/** @typedef {import("./index-types.js").Histogram} Histogram */
/** @typedef {CanvasRenderingContext2D} Ctx */
/** A family's colour and its events in each bin. @typedef {{colour: string, bins: Float64Array}} Layer */
/**
 * @typedef {object} Scale where days stand, in pixels
 * @property {[number, number]} range first and last day @property {number} low where the first begins
 * @property {number} width of all of them @property {number} line the foot of the bars
 */

const MIN_LABEL = 76; // pixels from one date to the next

/**
 * The histogram by families, in the order of the legend.
 * @param {Histogram | null} histogram @param {number} bins
 * @param {Map<string, string>} families of types, by code @param {CSSStyleDeclaration} style @returns {Layer[]}
 */
export function stacked(histogram, bins, families, style) {
  /** @type {Map<string, Float64Array>} */
  const layers = new Map([...families.values()].map((family) => [family, new Float64Array(bins)]));
  histogram?.types.forEach((type, index) => {
    const own = layers.get(families.get(type) ?? "other");
    const numbers = histogram.bins[index];
    for (let bin = 0; own && bin < bins; bin += 1) own[bin] += numbers[bin] ?? 0;
  });
  return [...layers].map(([family, numbers]) => ({ colour: style.getPropertyValue(`--family-${family}`).trim(), bins: numbers }));
}

/** @param {Layer[]} layers @param {number} bin */
export const countIn = (layers, bin) => layers.reduce((sum, { bins }) => sum + bins[bin], 0);

/** @param {Scale} scale @param {number} day */
const xOf = ({ range: [first, last], low, width }, day) => low + (day - first) / (last + 1 - first) * width;

/** @param {Ctx} ctx @param {Scale} scale @param {Axis} axis @param {Layer[]} layers */
export function drawBars(ctx, scale, { edges, bins }, layers) {
  const { low, width, line } = scale;
  const inView = Array.from({ length: bins }, (_, bin) => bin)
    .filter((bin) => xOf(scale, edges[bin + 1]) > low && xOf(scale, edges[bin]) < low + width);
  const most = inView.reduce((top, bin) => Math.max(top, countIn(layers, bin)), 0) || 1;
  for (const bin of inView) {
    const left = Math.max(low, xOf(scale, edges[bin]));
    const right = Math.min(low + width, xOf(scale, edges[bin + 1]));
    const wide = Math.max(1, right - left - (right - left > 4 ? 1 : 0));
    drawBar(ctx, layers, bin, { left, wide, line, unit: (line - 8) / most });
  }
}

/** @param {Ctx} ctx @param {Layer[]} layers @param {number} bin @param {{left: number, wide: number, line: number, unit: number}} place unit: pixels an event */
function drawBar(ctx, layers, bin, { left, wide, line, unit }) {
  const total = countIn(layers, bin);
  if (!total) return;
  const enlarged = unit * Math.max(1, 2 / (total * unit)); // one event can be seen beside a million
  let top = line;
  for (const { colour, bins } of layers) {
    const high = bins[bin] * enlarged;
    if (!high) continue;
    ctx.fillStyle = colour;
    ctx.fillRect(left, top - high, wide, high);
    top -= high;
  }
}

/** @param {Ctx} ctx @param {Scale} scale @param {CSSStyleDeclaration} style */
export function drawAxis(ctx, scale, style) {
  const { range: [first, last], low, width, line } = scale;
  const [strong, muted] = [style.getPropertyValue("--line-strong"), style.getPropertyValue("--muted")];
  ctx.fillStyle = strong;
  ctx.fillRect(low, line, width, 1);
  ctx.font = `11.5px ${style.fontFamily}`;
  ctx.textBaseline = "middle";
  const step = stepFor(last - first + 1, width / MIN_LABEL);
  for (let tick = floorTo(first, step); tick <= last; tick = next(tick, step)) {
    if (tick < first) continue;
    const x = xOf(scale, tick);
    ctx.fillStyle = strong;
    ctx.fillRect(Math.round(x), line, 1, 5);
    const text = tickLabel(tick, step, first);
    if (x + ctx.measureText(text).width + 4 > low + width) continue;
    ctx.fillStyle = muted;
    ctx.fillText(text, x + 4, line + 13);
  }
}

/** @param {Axis} axis @param {number} bin */
export function binLabel({ unit, step, edges }, bin) {
  const [first, last] = [edges[bin], edges[bin + 1] - 1];
  if (unit === "day" && step === 1) return inWords(first);
  if (unit === "month" && step === 1) return dayAs(first, { month: "long", year: "numeric" });
  const year = (/** @type {number} */ day) => toDate(day).getUTCFullYear();
  if (unit === "year") return step === 1 ? String(year(first)) : `${year(first)}–${year(last)}`;
  /** @type {Intl.DateTimeFormatOptions} */
  const options = unit === "month" ? { month: "short", year: "numeric" } : { day: "numeric", month: "short", year: "numeric" };
  return `${dayAs(first, options)} – ${dayAs(last, options)}`;
}

/** @param {number} day @param {Step} step @param {number} first */
function tickLabel(day, [unit, count], first) {
  const date = toDate(day);
  if (unit === "year") return String(date.getUTCFullYear());
  const isNewYear = date.getUTCMonth() === 0 && (unit !== "day" || date.getUTCDate() <= count);
  /** @type {Intl.DateTimeFormatOptions} */
  const options = unit === "day" ? { day: "numeric", month: "short" } : { month: "short" };
  if (isNewYear || (day - first < 32 && unit === "month")) options.year = "numeric";
  return dayAs(day, options);
}
