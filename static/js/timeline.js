/** The histogram under the map, with a window that is drawn, dragged, resized, stepped by keys. */

import { axisFor, floorTo, next, stepFor } from "./axis.js";
import { resize } from "./canvas-layer.js";
import { inWords } from "./days.js";
import { binLabel, countIn, drawAxis, drawBars, stacked } from "./timeline-bars.js";
import { isStep, keyTarget, shifted, zoomed } from "./timeline-steps.js";
import { inFigures, t, tn } from "./words.js";

/** @typedef {import("./axis.js").Axis} Axis */
/** @typedef {import("./index-types.js").Histogram} Histogram */
/** @typedef {import("./timeline-steps.js").Span} Span */
/** @typedef {import("./cube.js").Window} Window */
/** @typedef {import("./timeline-bars.js").Layer} Layer */
/** @typedef {{mode: number | "draw" | "shift", from: number, window: Span, x: number, moved: boolean}} Drag */
/** @typedef {{onWindow: (window: Window, isFinal: boolean) => void, onView: (view: Span | null) => void}} Tell */

const AXIS = 22; // height of the dates
const HANDLE = 12; // width of a handle; the bars keep that far from the edges
const MIN_BAR = 5;

export class Timeline {
  /** @param {HTMLElement} root @param {{code: string, family: string}[]} symbols @param {Tell} tell */
  constructor(root, symbols, tell) {
    this.root = root;
    this.families = new Map(symbols.map(({ code, family }) => [code, family]));
    this.tell = tell;
    /** @type {Span | null} */ this.extent = null;
    /** @type {Span | null} */ this.view = null;
    /** @type {Window} */ this.window = [null, null];
    /** @type {Histogram | null} */ this.histogram = null;
    /** @type {Axis | null} the axis of the histogram */ this.axis = null;
    /** @type {Layer[]} */ this.layers = [];
    /** @type {Map<number, number>} where fingers are */ this.fingers = new Map();
    this.wanted = 0;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "timeline-bars";
    this.canvas.setAttribute("aria-hidden", "true");
    this.shades = [piece("timeline-shade"), piece("timeline-shade")];
    this.span = this.buildSlider("timeline-window", t("Window of time"), 2);
    this.handles = [
      this.buildSlider("timeline-handle side-0", t("First day shown"), 0),
      this.buildSlider("timeline-handle side-1", t("Last day shown"), 1),
    ];
    this.tip = piece("timeline-tip");
    this.empty = piece("timeline-empty", t("No dated events."));
    root.append(this.canvas, ...this.shades, this.handles[0], this.span, this.handles[1], this.tip, this.empty);
    this.listen();
  }

  listen() {
    const { root } = this;
    new ResizeObserver(() => this.redraw()).observe(root);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.redraw());
    root.addEventListener("pointerdown", (event) => this.onDown(event));
    root.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    root.addEventListener("pointermove", (event) => this.showTip(event));
    root.addEventListener("pointerleave", () => { this.tip.hidden = true; });
    this.tip.hidden = true;
  }

  /** @param {string} name @param {string} label @param {number} side */
  buildSlider(name, label, side) {
    const slider = piece(name);
    slider.tabIndex = 0;
    slider.setAttribute("role", "slider");
    slider.setAttribute("aria-label", label);
    slider.addEventListener("keydown", (event) => this.onKey(event, side));
    slider.addEventListener("keyup", (event) => { if (isStep(event.key)) this.tell.onWindow(this.window, true); });
    return slider;
  }

  // What it shows ---------------------------------------------------------------------------------

  /** First and last day of all there is. @param {Span | null} extent */
  setExtent(extent) {
    if (String(extent) === String(this.extent)) return;
    this.extent = extent;
    this.view = this.view && extent ? zoomed(this.view, 1, this.view[0], extent) : null;
    this.redraw();
  }

  /** Show these days; null: all of them. @param {Span | null} view */
  setView(view) {
    this.view = view && this.extent ? zoomed(view, 1, view[0], this.extent) : null;
    this.redraw();
  }

  /** @param {Axis} axis @param {Histogram} histogram */
  setHistogram(axis, histogram) {
    this.axis = axis;
    this.histogram = histogram;
    this.redraw();
  }

  /** @param {Window} window null: an open end */
  setWindow(window) {
    this.window = window;
    this.placeWindow();
  }

  /** The days on the axis; all of them fill whole bins. @returns {Span} */
  get range() {
    if (this.view || !this.extent) return this.view ?? [0, 1];
    const [first, last] = this.extent;
    const step = stepFor(last - first + 1, this.width / MIN_BAR);
    return [floorTo(first, step), next(floorTo(last, step), step) - 1];
  }

  /** The days to play over: what is on the axis, without the rest of its outer bins. @returns {Span} */
  playable() {
    const [low, high] = this.limits;
    const [first, last] = this.range;
    return [Math.max(low, Math.floor(first)), Math.min(high, Math.ceil(last))];
  }

  get width() { return Math.max(60, this.root.clientWidth - 2 * HANDLE); }

  get isZoomed() { return this.view !== null; }

  /** The bins that the histogram and the cubes should have. @returns {Axis | null} */
  wantedAxis() {
    if (!this.extent) return null;
    const [first, last] = this.range;
    return { ...axisFor(Math.floor(first), Math.ceil(last), this.width / MIN_BAR), isWhole: !this.isZoomed };
  }

  /** About how many events there are in a window. @param {Window} window */
  estimate([first, last]) {
    if (!this.axis) return 0;
    const [from, to] = [first ?? -Infinity, (last ?? Infinity) + 1];
    const { edges, bins } = this.axis;
    let sum = 0;
    for (let bin = 0; bin < bins; bin += 1) {
      const part = (Math.min(to, edges[bin + 1]) - Math.max(from, edges[bin])) / (edges[bin + 1] - edges[bin]);
      if (part > 0) sum += countIn(this.layers, bin) * Math.min(1, part);
    }
    return Math.round(sum);
  }


  // Drawing ---------------------------------------------------------------------------------------

  redraw() {
    if (!this.wanted) this.wanted = requestAnimationFrame(() => { this.wanted = 0; this.draw(); });
  }

  draw() {
    const isEmpty = !this.extent;
    this.empty.hidden = !isEmpty;
    this.root.classList.toggle("is-empty", isEmpty);
    for (const part of [...this.handles, ...this.shades, this.span]) part.hidden = isEmpty;
    const { clientWidth, clientHeight } = this.root;
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    resize(this.canvas, clientWidth, clientHeight, ratio);
    const ctx = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, clientWidth, clientHeight);
    if (isEmpty) return;
    const style = getComputedStyle(this.root);
    this.layers = stacked(this.histogram, this.axis?.bins ?? 0, this.families, style);
    const scale = { range: this.range, low: HANDLE, width: this.width, line: clientHeight - AXIS };
    drawAxis(ctx, scale, style);
    if (this.axis) drawBars(ctx, scale, this.axis, this.layers);
    this.placeWindow();
  }

  /** Pixels from the left edge of the root at which a day begins. @param {number} day */
  xOf(day) {
    const [first, last] = this.range;
    return HANDLE + (day - first) / (last + 1 - first) * this.width;
  }

  /** @param {number} x */
  dayAt(x) {
    const [first, last] = this.range;
    return first + (x - HANDLE) / this.width * (last + 1 - first);
  }

  placeWindow() {
    if (!this.extent) return;
    const [first, last] = this.closed();
    const isOpen = this.window[0] === null && this.window[1] === null;
    const [low, high] = [HANDLE, HANDLE + this.width];
    const left = this.window[0] === null ? low : clamp(this.xOf(first), low, high);
    const right = this.window[1] === null ? high : clamp(this.xOf(last + 1), low, high);
    place(this.shades[0], low, left - low);
    place(this.shades[1], right, high - right);
    place(this.span, left, Math.max(1, right - left));
    this.root.classList.toggle("is-open", isOpen);
    this.span.tabIndex = isOpen ? -1 : 0;
    this.describe(this.span, first, last);
    [left - HANDLE, right].forEach((x, side) => {
      place(this.handles[side], x, HANDLE);
      this.describe(this.handles[side], side ? last : first);
    });
  }

  /** @param {HTMLElement} slider @param {number} day @param {number} [end] */
  describe(slider, day, end) {
    const [low, high] = this.limits;
    slider.setAttribute("aria-valuemin", String(Math.min(low, day)));
    slider.setAttribute("aria-valuemax", String(Math.max(high, day)));
    slider.setAttribute("aria-valuenow", String(day));
    slider.setAttribute("aria-valuetext", end === undefined ? inWords(day) : t("{first} to {last}", { first: inWords(day), last: inWords(end) }));
  }

  // The window ------------------------------------------------------------------------------------

  /** The days a window can have. @returns {Span} */
  get limits() { return this.extent ?? [0, 1]; }

  /** The window with its open ends at the limits. @returns {Span} */
  closed() {
    const [low, high] = this.limits;
    return [this.window[0] ?? Math.min(low, this.window[1] ?? low), this.window[1] ?? Math.max(high, this.window[0] ?? high)];
  }

  /** Put one end on a day. @param {number} side @param {number} day */
  moveEnd(side, day) {
    const window = this.closed();
    window[side] = Math.round(clamp(day, ...this.limits));
    if (side === 0) window[0] = Math.min(window[0], window[1]);
    else window[1] = Math.max(window[1], window[0]);
    this.take(window);
  }

  /** At the ends of all there is a window is open again. @param {Span} window */
  take([first, last]) {
    const [low, high] = this.limits;
    this.window = [first <= low ? null : first, last >= high ? null : last];
    this.placeWindow();
    this.tell.onWindow(this.window, false);
  }

  /** @param {KeyboardEvent} event @param {number} side 0, 1, or 2 for both ends */
  onKey(event, side) {
    const window = this.closed();
    const day = side === 1 ? window[1] : window[0];
    const [first, last] = this.range;
    const to = keyTarget(event, day, stepFor(last - first + 1, this.width / MIN_BAR), this.limits);
    if (to === null) return;
    event.preventDefault();
    if (side < 2) this.moveEnd(side, to);
    else this.take(shifted(window, event.key === "End" ? Infinity : to - day, this.limits));
  }

  // Pointers --------------------------------------------------------------------------------------

  /** @param {MouseEvent} event */
  xIn(event) { return event.clientX - this.root.getBoundingClientRect().left; }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (!this.extent || event.button !== 0) return;
    event.preventDefault();
    this.fingers.set(event.pointerId, this.xIn(event));
    this.root.setPointerCapture(event.pointerId);
    const gesture = this.fingers.size === 2 ? this.pinch() : this.drag(event);
    this.gesture?.end(false);
    this.gesture = gesture;
  }

  /** @param {PointerEvent} event */
  drag(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const side = this.handles.findIndex((handle) => handle === target);
    const isInside = target === this.span && !this.root.classList.contains("is-open");
    if (side >= 0) target.focus({ preventScroll: true });
    const x = this.xIn(event);
    /** @type {Drag} */
    const drag = { mode: side >= 0 ? side : isInside ? "shift" : "draw", from: this.dayAt(x), window: this.closed(), x, moved: false };
    return this.follow((moved) => this.onDrag(drag, moved), () => {
      this.root.classList.remove("is-dragged");
      if (drag.moved) this.tell.onWindow(this.window, true);
    });
  }

  /** Two fingers stretch the axis. */
  pinch() {
    const { view } = this;
    const start = view ?? this.limits;
    const days = [...this.fingers.values()].map((x) => this.dayAt(x));
    const wide = Math.max(20, Math.abs(spread([...this.fingers.values()])));
    return this.follow(() => {
      const now = Math.max(20, Math.abs(spread([...this.fingers.values()])));
      this.changeView(zoomed(start, wide / now, (days[0] + days[1]) / 2, this.limits));
    }, () => {});
  }

  /** @param {(event: PointerEvent) => void} onMove @param {() => void} onEnd */
  follow(onMove, onEnd) {
    const { root } = this;
    const move = (/** @type {PointerEvent} */ event) => {
      this.fingers.set(event.pointerId, this.xIn(event));
      onMove(event);
    };
    const up = (/** @type {PointerEvent} */ event) => {
      this.fingers.delete(event.pointerId);
      end(true);
    };
    const end = (/** @type {boolean} */ isDone) => {
      root.removeEventListener("pointermove", move);
      root.removeEventListener("pointerup", up);
      root.removeEventListener("pointercancel", up);
      this.gesture = undefined;
      if (isDone) onEnd();
    };
    root.addEventListener("pointermove", move);
    root.addEventListener("pointerup", up);
    root.addEventListener("pointercancel", up);
    return { end };
  }

  /** @param {Drag} drag @param {PointerEvent} event */
  onDrag(drag, event) {
    const x = this.xIn(event);
    if (!drag.moved && Math.abs(x - drag.x) < 3) return;
    drag.moved = true;
    this.root.classList.add("is-dragged");
    const day = this.dayAt(x);
    if (drag.mode === "shift") this.take(shifted(drag.window, day - drag.from, this.limits));
    else if (drag.mode === "draw") this.drawNew(drag.from, day);
    else this.moveEnd(drag.mode, drag.mode ? day - 1 : day);
  }

  /** @param {number} from @param {number} to */
  drawNew(from, to) {
    const day = (/** @type {number} */ value) => clamp(Math.floor(value), ...this.limits);
    this.take([day(Math.min(from, to)), day(Math.max(from, to))]);
  }

  /** @param {WheelEvent} event */
  onWheel(event) {
    if (!this.extent) return;
    event.preventDefault();
    const unit = event.deltaMode ? 30 : 1;
    const [first, last] = this.range;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      const days = (event.deltaX || event.deltaY) * unit / this.width * (last + 1 - first);
      this.changeView(this.isZoomed ? zoomed([first + days, last + days], 1, first + days, this.limits) : null);
      return;
    }
    this.changeView(zoomed([first, last], Math.exp(event.deltaY * unit * 0.0025), this.dayAt(this.xIn(event)), this.limits));
  }

  /** @param {number} factor below 1 shows less, around the window's middle */
  zoomBy(factor) {
    const [first, last] = this.closed();
    const [from, to] = this.range;
    const isSeen = first > from || last < to;
    this.changeView(zoomed(this.range, factor, isSeen ? clamp((first + last) / 2, from, to) : (from + to) / 2, this.limits));
  }

  /** @param {Span | null} view */
  changeView(view) {
    const [low, high] = this.limits;
    this.view = view && (view[0] > low + 0.5 || view[1] < high - 0.5) ? view : null;
    this.redraw();
    this.tell.onView(this.view);
  }

  /** What stands under the pointer, in words. @param {PointerEvent} event */
  showTip(event) {
    const day = this.dayAt(this.xIn(event));
    const { axis } = this;
    const bin = axis && day >= axis.edges[0] && day < axis.edges[axis.bins] ? axis.edges.findIndex((edge) => edge > day) - 1 : -1;
    this.tip.hidden = !axis || bin < 0 || event.pointerType === "touch" || this.root.classList.contains("is-dragged");
    if (!axis || this.tip.hidden) return;
    const count = Math.round(countIn(this.layers, bin));
    this.tip.textContent = `${binLabel(axis, bin)}: ${tn(count, "{n} event", "{n} events", { n: inFigures(count) })}`;
    const middle = this.xOf((axis.edges[bin] + axis.edges[bin + 1]) / 2);
    this.tip.style.left = `${clamp(middle - this.tip.offsetWidth / 2, 0, this.root.clientWidth - this.tip.offsetWidth)}px`;
  }
}

/** @param {string} name @param {string} [text] */
function piece(name, text = "") {
  const made = document.createElement("div");
  made.className = name;
  made.textContent = text;
  return made;
}

/** @param {HTMLElement} element @param {number} left @param {number} width */
function place(element, left, width) {
  element.style.left = `${left}px`;
  element.style.width = `${Math.max(0, width)}px`;
}

/** @param {number[]} two */
const spread = ([a, b = a]) => a - b;

/** @param {number} value @param {number} low @param {number} high */
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
