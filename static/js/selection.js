/** A box or a polygon drawn on the map, to which everything is then limited. */

import { MOST_POINTS, outline } from "./area.js";
import { L } from "./leaflet.js";
import { t } from "./words.js";

/** @typedef {import("./area.js").Area} Area */
/** @typedef {import("./area.js").LatLng} LatLng */
/** @typedef {"" | "box" | "polygon"} Tool */

const NEAR = 12; // pixels to the first point that close a polygon

export class Selection {
  /**
   * @param {any} map @param {{box: HTMLElement, polygon: HTMLElement, hint: HTMLElement}} parts
   * @param {(area: Area) => void} onDrawn
   */
  constructor(map, { box, polygon, hint }, onDrawn) {
    this.map = map;
    this.buttons = { box, polygon };
    this.hint = hint;
    this.onDrawn = onDrawn;
    /** @type {Tool} */
    this.tool = "";
    /** @type {LatLng[]} */
    this.points = [];
    this.shape = L.polygon([], { className: "selection", interactive: false });
    this.draft = L.polygon([], { className: "selection is-draft", interactive: false });
    box.addEventListener("click", () => this.choose(this.tool === "box" ? "" : "box"));
    polygon.addEventListener("click", () => this.choose(this.tool === "polygon" ? "" : "polygon"));
    document.addEventListener("keydown", (event) => this.onKey(event));
    map.on("click", (/** @type {any} */ event) => this.onClick(event));
    map.on("mousemove", (/** @type {any} */ event) => this.onMove(event));
    map.on("dblclick", () => this.finish());
    map.getContainer().addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.onDown(event), true);
  }

  get isActive() { return this.tool !== ""; }

  /** @param {Area | null} area the one that stands */
  show(area) {
    if (area) this.shape.setLatLngs(outline(area)).addTo(this.map);
    else this.shape.remove();
  }

  /** @param {Tool} tool */
  choose(tool) {
    this.tool = tool;
    this.points = [];
    this.draft.remove();
    for (const [name, button] of Object.entries(this.buttons)) button.setAttribute("aria-pressed", String(name === tool));
    const way = tool ? "disable" : "enable";
    this.map.doubleClickZoom[way]();
    if (tool !== "polygon") this.map.dragging[tool === "box" ? "disable" : "enable"]();
    this.map.getContainer().classList.toggle("is-drawing", this.isActive);
    this.hint.hidden = !tool;
    if (tool === "box") this.hint.textContent = t("Drag a box over the map, or press Enter to take what the map shows. Esc ends.");
    if (tool === "polygon") this.hint.textContent = t("Click the corners of an area; click the first one again or press Enter to close it. Esc ends.");
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const isTyped = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (!this.isActive || (isTyped && event.key !== "Escape")) return;
    if (event.key === "Escape") this.choose("");
    else if (event.key === "Backspace" && this.tool === "polygon") this.drawDraft(this.points = this.points.slice(0, -1));
    else if (event.key !== "Enter") return;
    else if (this.tool === "polygon") this.finish();
    else this.take(cornersOf(this.map.getBounds()));
    event.preventDefault();
  }

  /** @param {Area} area */
  take(area) {
    this.choose("");
    this.onDrawn(area);
  }

  finish() {
    if (this.tool === "polygon" && this.points.length > 2) this.take(this.points);
  }

  /** @param {any} event */
  onClick({ latlng, containerPoint }) {
    if (this.tool !== "polygon") return;
    const [first] = this.points;
    const isClosed = this.points.length > 2 && this.map.latLngToContainerPoint(first).distanceTo(containerPoint) < NEAR;
    const last = this.points.at(-1);
    if (isClosed || this.points.length >= MOST_POINTS) this.finish();
    else if (!last || this.map.latLngToContainerPoint(last).distanceTo(containerPoint) > 3) this.drawDraft(this.points = [...this.points, [latlng.lat, latlng.lng]]);
  }

  /** @param {any} event */
  onMove({ latlng }) {
    if (this.tool === "polygon" && this.points.length) this.drawDraft([...this.points, [latlng.lat, latlng.lng]]);
  }

  /** @param {LatLng[]} points */
  drawDraft(points) { this.draft.setLatLngs(points).addTo(this.map); }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (this.tool !== "box" || event.button !== 0) return;
    const container = this.map.getContainer();
    const start = this.map.mouseEventToLatLng(event);
    const at = (/** @type {PointerEvent} */ moved) => L.latLngBounds(start, this.map.mouseEventToLatLng(moved));
    const move = (/** @type {PointerEvent} */ moved) => this.draft.setLatLngs(outline(cornersOf(at(moved)))).addTo(this.map);
    const up = (/** @type {PointerEvent} */ ended) => {
      container.removeEventListener("pointermove", move);
      const isBox = Math.hypot(ended.clientX - event.clientX, ended.clientY - event.clientY) > 8;
      if (isBox && ended.type === "pointerup") setTimeout(() => this.take(cornersOf(at(ended)))); // after the click that ends the drag
    };
    container.setPointerCapture(event.pointerId);
    container.addEventListener("pointermove", move);
    container.addEventListener("pointerup", up, { once: true });
    container.addEventListener("pointercancel", () => container.removeEventListener("pointermove", move), { once: true });
    event.preventDefault();
  }
}

/** @param {any} bounds of Leaflet @returns {[LatLng, LatLng]} south-west and north-east */
function cornersOf(bounds) {
  const [south, north] = [bounds.getSouth(), bounds.getNorth()].map((degrees) => Math.max(-90, Math.min(90, degrees)));
  return [[south, bounds.getWest()], [north, bounds.getEast()]];
}
