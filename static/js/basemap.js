/** The offline base map: countries of Natural Earth as vectors, with their names. */

import { CanvasLayer, copies, property } from "./canvas-layer.js";
import { topojson } from "./leaflet.js";
import { unitX, unitY } from "./mercator.js";

/** From which zoom each file of the atlas is drawn. */
/** @type {[string, number][]} */
const DETAIL = [["110m", 0], ["50m", 3.5], ["10m", 6.5]];

/**
 * @typedef {object} Country
 * @property {string} name
 * @property {Path2D} path in worlds (0..1; beyond 1 where it crosses the date line)
 * @property {number[]} box left, top, right, bottom
 * @property {number[]} label x, y, room to its sides
 * @property {number} size area of its largest part
 */

/** @typedef {import("./canvas-layer.js").Frame} Frame */
/** @typedef {{name: string, x: number, y: number, from: number, isCapital: boolean, key: string}} Town */
/** @typedef {[number, number, number, number]} Block middle, and half of each side, of a name on the canvas */
/** @typedef {[Country, number]} Seen a country, in a copy of the world */
/** @typedef {Record<"land" | "border" | "label" | "town" | "halo" | "grid" | "font", string>} Style */

const SLICE = 8; // milliseconds of work at a time
/** Towns are named from this zoom on. */
const TOWN_ZOOM = 4.5;

/**
 * @param {any} map
 * @param {{atlas: Record<string, string>, towns?: string, attribution: string, names?: Record<string, string>}} config
 */
export function addBaseMap(map, config) {
  map.attributionControl.setPrefix('<a href="https://leafletjs.com/">Leaflet</a>');
  map.createPane("base").style.zIndex = "150"; // below tiles' 200 and everything else
  map.baseMap = new BaseMap({ ...config, pane: "base", className: "base-canvas" }).addTo(map);
  return map.baseMap;
}

class BaseMap extends CanvasLayer {
  /** @type {Map<string, "asked" | Country[]>} */ levels = new Map();
  /** @type {{name: string, x: number, y: number}[]} */ labels = [];
  /** @type {Set<string>} */ dots = new Set();
  /** @type {Town[] | null} */ towns = null;

  restyle() {
    const of = (/** @type {string} */ name) => property(this.canvas, `--map-${name}`);
    this.style = {
      land: of("land"), border: of("border"), label: of("label"), town: of("town"), halo: of("halo"), grid: of("grid"),
      font: getComputedStyle(this.canvas).fontFamily,
    };
  }

  /** @param {Frame} frame */
  draw(frame) {
    drawGrid(frame, this.style.grid);
    const countries = this.best(frame.zoom);
    if (!countries) return;
    /** @type {Seen[]} */
    const visible = [];
    for (const country of countries) {
      const [left, top, right, bottom] = country.box;
      if (top * frame.world > frame.top + frame.height || bottom * frame.world < frame.top) continue;
      for (const copy of copies(frame, left, right)) visible.push([country, copy]);
    }
    drawLand(frame, visible, this.style);
    const taken = this.namedDots(frame);
    drawNames(frame, visible, this.style, taken);
    if (frame.zoom >= TOWN_ZOOM) {
      const isNamed = (/** @type {Town} */ town) => this.labels.length > 0 && this.dots.has(town.key);
      const towns = this.townsHere().filter((town) => !isNamed(town));
      drawTowns(frame, towns, this.dots, this.style, taken);
    }
    this.canvas.dataset.drawn = String(visible.length);
  }

  /** The finest countries at hand for this zoom; what is missing is fetched. @param {number} zoom @returns {Country[] | undefined} */
  best(zoom) {
    const wanted = DETAIL.filter(([name, from]) => zoom >= from && this.options.atlas[name]).map(([name]) => name);
    this.fetchLevel(wanted[wanted.length - 1] ?? DETAIL[0][0]);
    const levels = [...wanted.reverse().map((name) => this.levels.get(name)), ...this.levels.values()];
    return /** @type {Country[] | undefined} */ (levels.find(Array.isArray));
  }

  /** @param {string} name */
  async fetchLevel(name) {
    if (this.levels.has(name)) return;
    this.levels.set(name, "asked");
    try {
      const response = await fetch(this.options.atlas[name]);
      if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
      this.levels.set(name, await readCountries(await response.json(), this.options.names ?? {}));
      this.redraw();
    } catch (error) {
      console.warn("The base map could not be read:", error);
    }
  }

  /** The towns at hand; asked for once, when they are first wanted. */
  townsHere() {
    if (!this.towns && this.options.towns) this.fetchTowns();
    return this.towns ?? [];
  }

  async fetchTowns() {
    this.towns = [];
    try {
      const response = await fetch(this.options.towns);
      if (!response.ok) throw new Error(`${response.status} for ${response.url}`);
      this.towns = readTowns(await response.json());
      this.redraw();
    } catch (error) {
      console.warn("The names of towns could not be read:", error);
    }
  }

  /**
   * Points at which dots are drawn: names of towns make room for them.
   * @param {number[][]} points
   * @param {string[]} names beside the dots, where they have any: no other name is drawn there
   */
  setDots(points, names = []) {
    const before = [...this.dots].join();
    this.labels = names.map((name, index) => ({
      name, x: unitX(points[index][1]), y: unitY(points[index][0]),
    }));
    this.dots = new Set(points.map(([latitude, longitude]) => spotKey(latitude, longitude)));
    return names.length || (this._map?.getZoom() >= TOWN_ZOOM && [...this.dots].join() !== before) ? this.redraw() : this;
  }

  /** Boxes of the dots with names (in bold 13 pixels), as of names drawn already. @param {Frame} frame @returns {Block[]} */
  namedDots({ ctx, world, left, top }) {
    ctx.font = `600 13px ${this.style.font}`;
    const copy = Math.floor(left / world);
    return this.labels.flatMap(({ name, x, y }) => {
      const wide = ctx.measureText(name).width + 24;
      return [copy, copy + 1].map((at) => /** @type {Block} */
        ([(x + at) * world - left + wide / 2 - 8, y * world - top, wide / 2 + 8, 11]));
    });
  }

  getAttribution() { return this.options.attribution; }
}

/** @param {Frame} frame @param {string} colour */
function drawGrid({ ctx, world, left, top, width, height }, colour) {
  ctx.beginPath();
  for (const longitude of range(-180, 150, 30)) {
    for (const copy of copies({ world, left, width })) {
      const x = Math.round((unitX(longitude) + copy) * world - left) + 0.5;
      ctx.moveTo(x, 0);
      ctx.lineTo(x, height);
    }
  }
  for (const latitude of range(-60, 60, 30)) {
    const y = Math.round(unitY(latitude) * world - top) + 0.5;
    ctx.moveTo(0, y);
    ctx.lineTo(width, y);
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.stroke();
}

/** @param {number} from @param {number} to @param {number} step */
function* range(from, to, step) {
  for (let value = from; value <= to; value += step) yield value;
}

/** @param {Frame} frame @param {Seen[]} visible @param {Style} style */
function drawLand({ ctx, ratio, world, left, top }, visible, style) {
  ctx.save();
  ctx.fillStyle = style.land;
  ctx.strokeStyle = style.border;
  ctx.lineJoin = "round";
  ctx.lineWidth = 0.8 / world;
  for (const [country, copy] of visible) {
    const scale = ratio * world;
    ctx.setTransform(scale, 0, 0, scale, ratio * (copy * world - left), -ratio * top);
    ctx.fill(country.path, "evenodd");
    ctx.stroke(country.path);
  }
  ctx.restore();
}

/** @param {Frame} frame @param {Seen[]} visible @param {Style} style @param {Block[]} taken */
function drawNames({ ctx, zoom, world, left, top }, visible, style, taken) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3;
  for (const [country, copy] of [...visible].sort((a, b) => b[0].size - a[0].size)) {
    const [x, y, room] = country.label;
    const size = Math.max(10, Math.min(15, 9 + Math.log2(1 + Math.sqrt(country.size) * world / 40)));
    ctx.font = `500 ${size}px ${style.font}`;
    const wide = ctx.measureText(country.name).width;
    if (wide > room * world * (zoom < 4 ? 1.1 : 1.6) + 8) continue;
    /** @type {Block} */
    const box = [(x + copy) * world - left, y * world - top, wide / 2 + 4, size / 2 + 3];
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    ctx.strokeStyle = style.halo;
    ctx.strokeText(country.name, box[0], box[1]);
    ctx.fillStyle = style.label;
    ctx.fillText(country.name, box[0], box[1]);
  }
}

/** @param {Frame} frame @param {Town[]} towns @param {Set<string>} dots @param {Style} style @param {Block[]} taken */
function drawTowns({ ctx, zoom, world, left, top, width, height }, towns, dots, style, taken) {
  ctx.textAlign = "left";
  ctx.lineWidth = 3;
  ctx.strokeStyle = style.halo;
  ctx.fillStyle = style.town;
  const copy = Math.floor(left / world);
  for (const { name, x, y, from, isCapital, key } of towns) {
    if (zoom < from) continue;
    const pixelY = y * world - top;
    if (pixelY < 0 || pixelY > height) continue;
    let pixelX = (x + copy) * world - left;
    if (pixelX < 0) pixelX += world;
    if (pixelX > width) continue;
    ctx.font = `${isCapital ? 600 : 400} 12px ${style.font}`;
    const wide = ctx.measureText(name).width;
    const gap = dots.has(key) ? 17 : 6;
    /** @type {Block} */
    const box = [pixelX + gap + wide / 2, pixelY, wide / 2 + 4, 9];
    if (taken.some((other) => overlap(box, other))) continue;
    taken.push(box);
    ctx.beginPath();
    ctx.arc(pixelX, pixelY, isCapital ? 2.5 : 1.8, 0, 2 * Math.PI);
    ctx.fill();
    ctx.strokeText(name, pixelX + gap, pixelY);
    ctx.fillText(name, pixelX + gap, pixelY);
  }
}

/** Points of about the same place have the same key (a tenth of a degree). @param {number} latitude @param {number} longitude */
function spotKey(latitude, longitude) {
  return `${Math.round(latitude * 10)},${Math.round(longitude * 10)}`;
}

/** @param {{name: string[], latitude: number[], longitude: number[], population: number[], capital: number[]}} columns @returns {Town[]} */
function readTowns({ name, latitude, longitude, population, capital }) {
  return name.map((text, row) => ({
    name: text, x: unitX(longitude[row]), y: unitY(latitude[row]),
    from: townZoom(population[row], capital[row]), isCapital: Boolean(capital[row]),
    key: spotKey(latitude[row], longitude[row]),
  }));
}

/** From which zoom a town of so many thousands is named. @param {number} thousands @param {boolean | number} isCapital */
function townZoom(thousands, isCapital) {
  if (isCapital || thousands >= 4000) return TOWN_ZOOM;
  if (thousands >= 1000) return 5;
  if (thousands >= 400) return 6;
  if (thousands >= 150) return 7;
  return 8;
}

/** @param {Block} one @param {Block} two */
function overlap([x, y, w, h], [x2, y2, w2, h2]) {
  return Math.abs(x - x2) < w + w2 && Math.abs(y - y2) < h + h2;
}

/** A slice at a time: the finest countries take half a second, in which the map goes on moving. @param {any} topology @param {Record<string, string>} names by number @returns {Promise<Country[]>} */
async function readCountries(topology, names) {
  /** @type {Country[]} */
  const countries = [];
  let began = performance.now();
  for (const geometry of topology.objects.countries.geometries) {
    const country = readCountry(topojson.feature(topology, geometry), names);
    if (country) countries.push(country);
    if (performance.now() - began < SLICE) continue;
    await new Promise((resolve) => setTimeout(resolve));
    began = performance.now();
  }
  return countries;
}

/** @param {any} feature of GeoJSON @param {Record<string, string>} names @returns {Country | null} */
function readCountry({ id, properties, geometry }, names) {
  if (!geometry) return null;
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  const path = new Path2D();
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  let largest = { size: 0, ring: /** @type {number[][]} */ ([]) };
  for (const polygon of polygons) {
    polygon.forEach((/** @type {number[][]} */ ring, /** @type {number} */ index) => {
      const points = unrolled(ring);
      trace(path, points, box);
      const size = Math.abs(area(points));
      if (index === 0 && size > largest.size) largest = { size, ring: points };
    });
  }
  return { name: names[id] ?? properties.name, path, box, size: largest.size, label: roomiest(largest.ring) };
}

/**
 * A ring in worlds, without jumps: world-atlas stitches rings across the date
 * line, so a step of more than half a world goes on beyond the edge.  A ring
 * that winds around the pole (Antarctica) is closed below the map.
 * @param {number[][]} ring @returns {number[][]}
 */
function unrolled(ring) {
  const points = [];
  let turn = 0;
  let before = ring[0][0];
  for (const [longitude, latitude] of ring) {
    if (longitude - before > 180) turn -= 1;
    else if (longitude - before < -180) turn += 1;
    before = longitude;
    points.push([unitX(longitude) + turn, unitY(latitude)]);
  }
  if (turn !== 0) points.push([points[points.length - 1][0], 1.02], [points[0][0], 1.02]);
  return points;
}

/** @param {Path2D} path @param {number[][]} points @param {number[]} box */
function trace(path, points, box) {
  points.forEach(([x, y], index) => {
    if (index) path.lineTo(x, y);
    else path.moveTo(x, y);
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  });
  path.closePath();
}

/** @param {number[][]} points */
function area(points) {
  let sum = 0;
  for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
    sum += points[j][0] * points[i][1] - points[i][0] * points[j][1];
  }
  return sum / 2;
}

/** Where a name has most room: the middle of the widest of nine horizontal cuts. @param {number[][]} points */
function roomiest(points) {
  const heights = points.map(([, y]) => y);
  const low = heights.reduce((a, b) => Math.min(a, b), Infinity);
  const high = heights.reduce((a, b) => Math.max(a, b), -Infinity);
  let best = [0, 0, -1];
  let bestScore = -1;
  for (let cut = 1; cut <= 9; cut += 1) {
    const y = low + (high - low) * (cut / 10);
    const edge = 1 - Math.abs(cut - 5) / 10;
    for (const [from, to] of cuts(points, y)) {
      if ((to - from) * edge <= bestScore) continue;
      bestScore = (to - from) * edge;
      best = [(from + to) / 2, y, to - from];
    }
  }
  return best;
}

/** @param {number[][]} points @param {number} y */
function cuts(points, y) {
  /** @type {number[]} */
  const crossings = [];
  for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
    const [x1, y1] = points[j];
    const [x2, y2] = points[i];
    if ((y1 > y) !== (y2 > y)) crossings.push(x1 + (y - y1) / (y2 - y1) * (x2 - x1));
  }
  crossings.sort((a, b) => a - b);
  const pairs = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) pairs.push([crossings[i], crossings[i + 1]]);
  return pairs;
}
