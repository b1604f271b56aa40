/** A map of a few fixed places, each with the disc that says how precisely it is known. */

import { CanvasLayer, copies, property } from "./canvas-layer.js";
import { L } from "./leaflet.js";
import { drawDisc, PLAIN } from "./marks.js";
import { EARTH, unitX, unitY } from "./mercator.js";
import { t, useWords } from "./words.js";

/** @typedef {import("./canvas-layer.js").Frame} Frame */
/** @typedef {{name: string, latitude: number, longitude: number, radius: number, precision: number, type: string}} Place */
/** @typedef {{shape: Path2D, colour: string}} Look */

/** @param {any} map @param {{configId: string}} options */
export function showPlaces(map, { configId }) {
  const { places, symbols, words } = JSON.parse(document.getElementById(configId)?.textContent ?? "");
  useWords(words, document.documentElement.lang);
  const box = map.getContainer();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", t("Map of the places; they are listed below it."));
  new PlacesLayer({ places, symbols, className: "dots" }).addTo(map);
  map.baseMap?.setDots(places.map(pointOf), places.map(nameOf));
  map.fitBounds(boundsOf(places), { padding: [36, 36], maxZoom: 7, animate: false });
}

/** @param {Place} place */
const pointOf = ({ latitude, longitude }) => [latitude, longitude];

/** @param {Place} place */
const nameOf = ({ name }) => name;

/** Bounds that hold every disc. @param {Place[]} places */
function boundsOf(places) {
  const bounds = L.latLngBounds([]);
  for (const { latitude, longitude, radius } of places) {
    const high = radius / EARTH * 360;
    const wide = Math.min(90, high / Math.max(0.05, Math.cos(latitude * Math.PI / 180)));
    bounds.extend([Math.max(-85, latitude - high), longitude - wide]);
    bounds.extend([Math.min(85, latitude + high), longitude + wide]);
  }
  return bounds;
}

class PlacesLayer extends CanvasLayer {
  /** @type {Map<string, Look>} */ looks = new Map();

  restyle() {
    const of = (/** @type {string} */ name) => property(this.canvas, name);
    this.style = { edge: of("--dot-edge"), label: of("--ink"), halo: of("--map-halo"),
      font: getComputedStyle(this.canvas).fontFamily };
    this.looks = new Map(this.options.symbols.map((/** @type {any} */ symbol) => [symbol.code, {
      shape: new Path2D(symbol.path), colour: of(`--family-${symbol.family}`),
    }]));
  }

  /** @param {Frame} frame */
  draw(frame) {
    for (const place of this.options.places) {
      const x = unitX(place.longitude);
      for (const copy of copies(frame, x - 1, x + 1)) {
        this.drawPlace(frame, place, (x + copy) * frame.world - frame.left);
      }
    }
    this.canvas.dataset.drawn = String(this.options.places.length);
  }

  /** @param {Frame} frame @param {Place} place @param {number} x */
  drawPlace({ ctx, world, top }, place, x) {
    const { shape, colour } = /** @type {Look} */ (this.looks.get(place.type));
    const y = unitY(place.latitude) * world - top;
    const pixels = place.radius / (EARTH * Math.cos(place.latitude * Math.PI / 180)) * world;
    if (pixels > 10) drawDisc(ctx, { x, y, radius: pixels }, colour, PLAIN);
    const isVague = place.precision >= 3;
    ctx.save();
    ctx.translate(x - 9, y - 9);
    ctx.scale(1.5, 1.5);
    ctx.fillStyle = isVague ? this.style.edge : colour;
    ctx.strokeStyle = isVague ? colour : this.style.edge;
    ctx.lineWidth = 1.4;
    ctx.fill(shape);
    ctx.stroke(shape);
    ctx.restore();
    ctx.font = `600 13px ${this.style.font}`;
    const edge = this.canvas.clientWidth * (1 - 0.3 / 1.6) - ctx.measureText(place.name).width - 60;
    const isLeft = x > edge; // no room to the right of it
    ctx.textAlign = isLeft ? "right" : "left";
    const at = x + (isLeft ? -14 : 14);
    ctx.textBaseline = "middle";
    ctx.lineJoin = "round";
    ctx.lineWidth = 4;
    ctx.strokeStyle = this.style.halo;
    ctx.strokeText(place.name, at, y);
    ctx.fillStyle = this.style.label;
    ctx.fillText(place.name, at, y);
  }
}
