import { L } from "./leaflet.js";

/**
 * What a layer draws with.
 * @typedef {object} Frame
 * @property {CanvasRenderingContext2D} ctx in CSS pixels
 * @property {number} ratio device pixels per CSS pixel
 * @property {number} zoom
 * @property {number} world side of the whole world in pixels at this zoom
 * @property {number} left world pixel at the canvas's left edge
 * @property {number} top world pixel at the canvas's top edge
 * @property {number} width
 * @property {number} height
 * @property {any} corner the canvas's north-west corner in Leaflet's layer points
 */

/**
 * A Leaflet layer that draws everything on one canvas, a little larger than the
 * view.  It follows Leaflet's own canvas renderer: moved and scaled by CSS while
 * the map moves, drawn anew when it rests (and while it is dragged far).
 * A subclass gives draw(frame).
 */
export class CanvasLayer extends L.Layer {
  /** @type {any} */ options;
  /** @type {HTMLCanvasElement} */ canvas = /** @type {any} */ (null);
  /** @type {Frame | null} */ frame = null;
  /** @type {any} what restyle() read of the style sheet */ style = {};
  _wanted = 0;
  /** @type {any} */ _center = null;
  _zoom = 0;
  /** @type {any} */ _scheme = null;
  /** @type {() => void} */ _onScheme = () => {};

  /** @param {Record<string, any>} options */
  constructor(options) {
    super();
    this.options = { pane: "overlayPane", padding: 0.3, className: "", ...options };
  }

  /** @param {any} _map @returns {any} */
  onAdd(_map) {
    const canvas = L.DomUtil.create("canvas", `canvas-layer ${this.options.className}`);
    canvas.setAttribute("aria-hidden", "true");
    if (this._zoomAnimated) L.DomUtil.addClass(canvas, "leaflet-zoom-animated");
    this.canvas = canvas;
    this.getPane().appendChild(canvas);
    this._scheme = window.matchMedia("(prefers-color-scheme: dark)");
    this._onScheme = () => { this.restyle(); this.redraw(); };
    this._scheme.addEventListener("change", this._onScheme);
    this.restyle();
    this._update();
  }

  onRemove() {
    cancelAnimationFrame(this._wanted);
    this._scheme.removeEventListener("change", this._onScheme);
    this.canvas.remove();
  }

  getEvents() {
    const events = /** @type {Record<string, any>} */ ({
      viewreset: this._update, moveend: this._update, resize: this._update,
      zoom: () => this._place(this._map.getCenter(), this._map.getZoom()),
      move: this._onMove,
    });
    if (this._zoomAnimated) events.zoomanim = (/** @type {any} */ event) => this._place(event.center, event.zoom);
    return events;
  }

  /** @param {Frame} _frame */
  draw(_frame) { return; }

  /** Read colours again; a subclass may fill this.style. */
  restyle() { return; }

  /** Draw at the next frame. */
  redraw() {
    if (!this._map || this._wanted) return this;
    this._wanted = requestAnimationFrame(() => { this._wanted = 0; if (this._map) this._update(); });
    return this;
  }

  _onMove() {
    const moved = this._map.getCenter();
    if (!this._center || this._map.getZoom() !== this._zoom) return;
    const shift = this._map.project(moved, this._zoom)
      .distanceTo(this._map.project(this._center, this._zoom));
    if (shift > this._map.getSize().x * this.options.padding * 0.8) this.redraw();
  }

  /** @param {any} center @param {number} zoom */
  _place(center, zoom) {
    if (!this._center) return;
    const scale = this._map.getZoomScale(zoom, this._zoom);
    const half = this._map.getSize().multiplyBy(0.5 + this.options.padding);
    const corner = half.multiplyBy(-scale)
      .add(this._map.project(this._center, zoom))
      .subtract(this._map._getNewPixelOrigin(center, zoom));
    if (L.Browser.any3d) L.DomUtil.setTransform(this.canvas, corner, scale);
    else L.DomUtil.setPosition(this.canvas, corner);
  }

  _update() {
    const map = this._map;
    if (map._animatingZoom) return;
    const size = map.getSize();
    const padding = size.multiplyBy(this.options.padding).round();
    const full = size.add(padding.multiplyBy(2));
    const corner = map.containerPointToLayerPoint(padding.multiplyBy(-1)).round();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this._center = map.getCenter();
    this._zoom = map.getZoom();
    const { canvas } = this;
    resize(canvas, full.x, full.y, ratio);
    L.DomUtil.setPosition(canvas, corner);
    const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, full.x, full.y);
    const origin = map.getPixelOrigin().add(corner);
    this.frame = {
      ctx, ratio, zoom: this._zoom, world: 256 * 2 ** this._zoom,
      left: origin.x, top: origin.y, width: full.x, height: full.y, corner,
    };
    this.draw(this.frame);
  }
}

/** Only a new size costs a new buffer. @param {HTMLCanvasElement} canvas @param {number} width @param {number} height @param {number} ratio */
export function resize(canvas, width, height, ratio) {
  const [wide, high] = [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))];
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
}

/**
 * The copies of the world that a frame shows something of, for x from low to high (in worlds).
 * @param {Pick<Frame, "left" | "width" | "world">} frame
 */
export function copies(frame, low = 0, high = 1) {
  const first = Math.ceil(frame.left / frame.world - high);
  const last = Math.floor((frame.left + frame.width) / frame.world - low);
  const shown = [];
  for (let copy = first; copy <= last; copy += 1) shown.push(copy);
  return shown;
}

/** A custom property of the style sheet as the element has it. @param {Element} element @param {string} name */
export function property(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}
