/** The histogram under the map, with a window that is dragged, stepped by keys, or typed. */

import { fromParts, inWords, toDate } from "./days.js";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 84;
const AXIS = 20;
const HANDLE = 12; // width of a handle; the bars keep that far from the edges
const MIN_BAR = 5;
const MIN_LABEL = 68;

/** Calendar steps, finest first: unit, how many, about how many days. */
const STEPS = [
  ["day", 1, 1], ["day", 7, 7], ["month", 1, 30], ["month", 3, 91], ["month", 6, 182],
  ["year", 1, 365], ["year", 2, 730], ["year", 5, 1826], ["year", 10, 3652], ["year", 25, 9131],
  ["year", 50, 18262], ["year", 100, 36524], ["year", 500, 182621],
];

/** @param {number} day @returns {number} the beginning of the step that holds the day */
export function floorTo(day, [unit, count]) {
  if (unit === "day") return count === 7 ? Math.floor((day + 3) / 7) * 7 - 3 : day;
  const date = toDate(day);
  if (unit === "year") return fromParts(Math.floor(date.getUTCFullYear() / count) * count, 0);
  return fromParts(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / count) * count);
}

/** @param {number} start a beginning of a step @returns {number} the next one */
export function next(start, [unit, count]) {
  if (unit === "day") return start + count;
  const date = toDate(start);
  if (unit === "year") return fromParts(date.getUTCFullYear() + count, 0);
  return fromParts(date.getUTCFullYear(), date.getUTCMonth() + count);
}

/** The finest step that gives at most so many pieces. */
function stepFor(days, most) {
  return STEPS.find(([, , about]) => days / about <= most) ?? STEPS.at(-1);
}

/** @returns {number[]} the edges of the bins that cover first to last */
export function edgesFor(first, last, step) {
  const edges = [floorTo(first, step)];
  while (edges.at(-1) <= last) edges.push(next(edges.at(-1), step));
  return edges;
}

/**
 * How many events fall in each bin; an event over several days is spread over them evenly.
 * @param {[number, number][]} intervals first and last day
 */
export function histogram(intervals, edges) {
  const bins = new Float64Array(edges.length - 1);
  for (const [first, last] of intervals) {
    const share = 1 / (last - first + 1);
    for (let bin = binOf(Math.max(first, edges[0]), edges); bin < bins.length; bin += 1) {
      if (edges[bin] > last) break;
      const days = Math.min(last + 1, edges[bin + 1]) - Math.max(first, edges[bin]);
      if (days > 0) bins[bin] += days * share;
    }
  }
  return bins;
}

function binOf(day, edges) {
  let low = 0;
  let high = edges.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= day) low = middle;
    else high = middle;
  }
  return low;
}

export class Timeline {
  /**
   * @param {HTMLElement} root
   * @param {(first: number | null, last: number | null, isFinal: boolean) => void} onChange
   */
  constructor(root, onChange) {
    this.root = root;
    this.onChange = onChange;
    this.intervals = [];
    this.extent = null;
    this.view = null;
    this.window = [null, null];
    this.build();
    new ResizeObserver(() => this.draw()).observe(root);
  }

  build() {
    this.svg = svg("svg", { height: HEIGHT, "aria-hidden": "true", class: "timeline-bars" });
    this.root.append(this.svg);
    this.span = document.createElement("div");
    this.span.className = "timeline-window";
    this.root.append(this.span);
    this.handles = [0, 1].map((side) => this.buildHandle(side));
    this.empty = document.createElement("p");
    this.empty.className = "timeline-empty";
    this.empty.textContent = "No dated events.";
    this.empty.hidden = true;
    this.root.append(this.empty);
    this.root.addEventListener("pointerdown", (event) => this.startDrag(event));
  }

  buildHandle(side) {
    const handle = document.createElement("div");
    handle.className = `timeline-handle side-${side}`;
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", side ? "Last day shown" : "First day shown");
    handle.addEventListener("keydown", (event) => this.onKey(event, side));
    handle.addEventListener("keyup", (event) => { if (isStep(event.key)) this.changed(true); });
    this.root.append(handle);
    return handle;
  }

  /** @param {[number, number][]} intervals first and last day of each dated event */
  setData(intervals) {
    this.intervals = intervals;
    const before = this.extent?.join();
    this.extent = extentOf(intervals);
    if (this.extent?.join() !== before || !this.view) this.view = this.extent;
    this.draw();
  }

  /** Show a window without telling onChange; null leaves a side open. */
  setWindow(first, last) {
    this.window = [first, last];
    this.drawWindow();
  }

  /** Draw only these days; null: all of them. */
  setView(view) {
    this.view = view ?? this.extent;
    this.draw();
  }

  get width() { return Math.max(60, this.root.clientWidth - 2 * HANDLE); }

  /** Pixels from the left edge of the root at which a day begins. */
  xOf(day) {
    const [first, last] = this.range;
    return HANDLE + (day - first) / (last - first) * this.width;
  }

  dayAt(x) {
    const [first, last] = this.range;
    return first + (x - HANDLE) / this.width * (last - first);
  }

  draw() {
    const isEmpty = !this.extent;
    this.empty.hidden = !isEmpty;
    this.root.classList.toggle("is-empty", isEmpty);
    this.svg.replaceChildren();
    this.svg.setAttribute("width", String(this.root.clientWidth));
    for (const handle of this.handles) handle.hidden = isEmpty;
    if (isEmpty) return;
    const [first, last] = this.view;
    const step = stepFor(last - first + 1, this.width / MIN_BAR);
    this.edges = edgesFor(first, last, step);
    this.range = [this.edges[0], this.edges.at(-1)];
    const visible = this.intervals.filter(([from, to]) => to >= this.range[0] && from < this.range[1]);
    this.bins = histogram(visible, this.edges);
    this.drawAxis();
    this.drawBars();
    this.drawWindow();
  }

  drawBars() {
    const most = this.bins.reduce((a, b) => Math.max(a, b), 0) || 1;
    this.bars = [...this.bins].map((count, bin) => {
      if (!count) return null;
      const left = this.xOf(this.edges[bin]);
      const right = this.xOf(this.edges[bin + 1]);
      const high = Math.max(2, (count / most) * (HEIGHT - AXIS - 8));
      const gap = right - left > 4 ? 1 : 0;
      const bar = svg("rect", {
        x: left, y: HEIGHT - AXIS - high, width: Math.max(1, right - left - gap), height: high, rx: 1,
      });
      this.svg.append(bar);
      return bar;
    });
  }

  drawAxis() {
    const [first, last] = this.range;
    const line = HEIGHT - AXIS;
    this.svg.append(svg("line", {
      x1: HANDLE, x2: HANDLE + this.width, y1: line + 0.5, y2: line + 0.5, class: "axis",
    }));
    const step = stepFor(last - first, this.width / MIN_LABEL);
    for (let tick = floorTo(first, step); tick < last; tick = next(tick, step)) {
      const x = this.xOf(tick);
      if (tick < first || x > HANDLE + this.width - 24) continue;
      this.svg.append(svg("line", { x1: x, x2: x, y1: line, y2: line + 5, class: "axis" }));
      const text = svg("text", { x: x + 3, y: HEIGHT - 5 });
      text.textContent = tickLabel(tick, step, first);
      this.svg.append(text);
    }
  }

  drawWindow() {
    if (!this.extent || !this.range) return;
    const [first, last] = this.closed();
    const left = clamp(this.xOf(first), HANDLE, HANDLE + this.width);
    const right = clamp(this.xOf(last + 1), HANDLE, HANDLE + this.width);
    this.span.style.left = `${left}px`;
    this.span.style.width = `${Math.max(1, right - left)}px`;
    this.root.classList.toggle("is-open", this.window[0] === null && this.window[1] === null);
    [left, right].forEach((x, side) => this.describe(side, x, side ? last : first));
    this.bars?.forEach((bar, bin) => {
      const isIn = this.edges[bin] <= last && this.edges[bin + 1] > first;
      bar?.classList.toggle("is-in", isIn);
    });
  }

  describe(side, x, day) {
    const handle = this.handles[side];
    handle.style.left = `${side ? x : x - HANDLE}px`;
    const [low, high] = this.limits();
    handle.setAttribute("aria-valuemin", String(Math.min(low, day)));
    handle.setAttribute("aria-valuemax", String(Math.max(high, day)));
    handle.setAttribute("aria-valuenow", String(day));
    handle.setAttribute("aria-valuetext", inWords(day));
  }

  /** The days a handle can stand on. */
  limits() { return [this.range[0], this.range[1] - 1]; }

  /** The window with its open sides at the limits. */
  closed() {
    const [low, high] = this.limits();
    return [this.window[0] ?? Math.min(low, this.window[1] ?? low),
      this.window[1] ?? Math.max(high, this.window[0] ?? high)];
  }

  /** Put one side on a day; at the end of all data it is open again. */
  move(side, day) {
    const [low, high] = this.limits();
    const window = this.closed();
    window[side] = Math.round(clamp(day, low, high));
    if (side === 0) window[0] = Math.min(window[0], window[1]);
    else window[1] = Math.max(window[1], window[0]);
    this.take(window);
  }

  take([first, last]) {
    const [low, high] = this.extent;
    this.window = [first <= low ? null : first, last >= high ? null : last];
    this.drawWindow();
  }

  changed(isFinal) { this.onChange(this.window[0], this.window[1], isFinal); }

  onKey(event, side) {
    const [low, high] = this.limits();
    const day = this.closed()[side];
    const step = stepFor(high - low + 1, this.width / MIN_BAR);
    const to = keyTarget(event, day, step, low, high);
    if (to === null) return;
    event.preventDefault();
    this.move(side, to);
    this.changed(false);
  }

  startDrag(event) {
    if (!this.extent || event.button !== 0) return;
    const side = this.handles.indexOf(event.target.closest(".timeline-handle"));
    const x = event.clientX - this.root.getBoundingClientRect().left;
    const from = this.dayAt(x);
    const [first, last] = this.closed();
    const isInside = event.target === this.span && !this.root.classList.contains("is-open");
    let mode = side;
    if (side < 0) mode = isInside ? "shift" : "draw";
    const drag = { mode, from, first, last, x };
    const onMove = (moved) => this.onDrag(drag, moved);
    const onEnd = () => {
      this.root.removeEventListener("pointermove", onMove);
      this.root.removeEventListener("pointerup", onEnd);
      this.root.removeEventListener("pointercancel", onEnd);
      if (drag.moved) this.changed(true);
    };
    this.root.setPointerCapture(event.pointerId);
    this.root.addEventListener("pointermove", onMove);
    this.root.addEventListener("pointerup", onEnd);
    this.root.addEventListener("pointercancel", onEnd);
    if (side >= 0) this.handles[side].focus({ preventScroll: true });
    event.preventDefault();
  }

  onDrag(drag, event) {
    const x = event.clientX - this.root.getBoundingClientRect().left;
    if (!drag.moved && Math.abs(x - drag.x) < 3) return;
    drag.moved = true;
    const day = this.dayAt(x);
    if (drag.mode === "shift") this.shift(drag, day - drag.from);
    else if (drag.mode === "draw") this.drawNew(drag.from, day);
    else this.move(drag.mode, drag.mode ? day - 1 : day);
    this.changed(false);
  }

  shift({ first, last }, by) {
    const [low, high] = this.limits();
    const days = Math.round(clamp(by, Math.min(0, low - first), Math.max(0, high - last)));
    this.take([first + days, last + days]);
  }

  drawNew(from, to) {
    const [low, high] = this.limits();
    const first = clamp(Math.floor(Math.min(from, to)), low, high);
    const last = clamp(Math.floor(Math.max(from, to)), low, high);
    this.take([first, last]);
  }
}

const isStep = (key) => /^(Arrow|Page|Home|End)/.test(key);

/** Where a key takes a handle; null for other keys. */
function keyTarget({ key, shiftKey }, day, step, low, high) {
  const many = key.startsWith("Page") || shiftKey;
  const start = floorTo(day, step);
  switch (key) {
    case "Home": return low;
    case "End": return high;
    case "ArrowRight": case "ArrowUp": case "PageUp":
      return many ? day + (next(start, step) - start) * 10 : Math.max(day + 1, next(day, step));
    case "ArrowLeft": case "ArrowDown": case "PageDown":
      return many ? day - (next(start, step) - start) * 10 : day - (next(start, step) - start);
    default: return null;
  }
}

/** First and last day of all, or null; long tails are kept. */
function extentOf(intervals) {
  if (!intervals.length) return null;
  let [low, high] = [Infinity, -Infinity];
  for (const [first, last] of intervals) {
    if (first < low) low = first;
    if (last > high) high = last;
  }
  return [low, high];
}

function tickLabel(day, [unit, count], first) {
  const date = toDate(day);
  if (unit === "year") return String(date.getUTCFullYear());
  const isNewYear = date.getUTCMonth() === 0 && (unit !== "day" || date.getUTCDate() <= count);
  const options = unit === "day" ? { day: "numeric", month: "short" } : { month: "short" };
  if (isNewYear || day - first < 32 && unit === "month") options.year = "numeric";
  return new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(date);
}

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
