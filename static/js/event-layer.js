/** The events on the map: each by itself close in, counted by areas far out. */

import { CanvasLayer, property } from "./canvas-layer.js";
import { CELLS, NO_DAY } from "./binary.js";
import { drawHeat } from "./heat.js";
import { drawArea, drawBubble, drawDisc, drawMany, drawRing, FAINT, Sprites } from "./marks.js";
import { EARTH, latitudeOf, longitudeOf, unitX, unitY, wrapped } from "./mercator.js";
import { cellIsIn } from "./tiles.js";

/** @typedef {import("./canvas-layer.js").Frame} Frame */
/** @typedef {import("./tiles.js").Held} Held */
/** @typedef {import("./tiles.js").Place} Place */
/** @typedef {import("./tiles.js").Spot} Spot */
/** @typedef {import("./tiles.js").Piece} Piece */
/** @typedef {import("./marks.js").Look} Look */
/** @typedef {{x: number, y: number, radius: number, held: Held, spot: Spot, rows: number[], count: number, look: Look | null, colours: [string, number][], isVague: boolean, fatalities: number}} Dot */
/** @typedef {{x: number, y: number, size: number, value: number, count: number, box: [number, number, number, number]}} Area */
/** @typedef {{ids: number[], count: number, latlng: [number, number], box: [number, number, number, number] | null}} Hit box: of an area, whose events are not known one by one */

const GRID = 48; // side of a cell of the hit grid, in pixels
const REACH = 9; // how far beside a dot a pointer may be
const DISC_ZOOM = 4; // from here imprecise places are discs
const VAGUE = 3; // where_prec from which a symbol is hollow
const MOST_BUBBLE = 24;

/** The zoom of the tiles for a zoom of Leaflet: half steps show them enlarged. @param {number} zoom */
const tileZoom = (zoom) => Math.max(0, Math.floor(zoom + 0.25) - 1);

export class EventLayer extends CanvasLayer {
  /** @param {{tiles: import("./tiles.js").Tiles, symbols: import("./marks.js").Symbol[], onDrawn: (layer: EventLayer) => void}} options */
  constructor({ tiles, symbols, onDrawn }) {
    super({ className: "dots" });
    this.tiles = tiles;
    this.onDrawn = onDrawn;
    /** @type {Look[]} */
    this.looks = symbols.map((symbol) => ({ ...symbol, shape: new Path2D(symbol.path), colour: "" }));
    /** @type {[number, number][]} */
    this.marked = [];
    this.show = "";
    this.isDragged = false;
    this.most = 1;
    this.least = 1;
    /** @type {Dot[]} */ this.dots = [];
    /** @type {Area[]} */ this.areas = [];
    /** @type {Map<string, Dot[]>} */ this.grid = new Map();
    /** @type {Sprites | null} */ this.sprites = null;
  }

  restyle() {
    const of = (/** @type {string} */ name) => property(this.canvas, name);
    const steps = [1, 2, 3, 4, 5, 6, 7];
    this.style = { edge: of("--dot-edge"), many: of("--dot-many"), ring: of("--focus"), text: of("--dot-text"),
      ramp: steps.map((step) => of(`--ramp-${step}`)), rampText: steps.map((step) => of(`--ramp-text-${step}`)),
      font: getComputedStyle(this.canvas).fontFamily };
    for (const look of this.looks) look.colour = of(`--family-${look.family}`);
    this.sprites = null;
  }

  /** @param {string} show "", "count", "fatalities" or "heat" */
  setShow(show) {
    this.show = show;
    this.redraw();
  }

  /** The window while it is dragged or played: drawn from what is here. @param {import("./cube.js").Window} window */
  drag(window) {
    this.isDragged = true;
    this.tiles.setWindow(window);
    this.redraw();
  }

  /** The state's own window stands again. */
  settle() {
    this.isDragged = false;
    this.redraw();
  }

  /** Ring these points. @param {[number, number][]} latlngs */
  mark(latlngs) {
    if (String(latlngs) === String(this.marked)) return;
    this.marked = latlngs;
    this.redraw();
  }

  /** @returns {[number, number][]} latitude and longitude of every dot that is drawn */
  points() {
    return this.dots.map(({ spot }) => [latitudeOf(spot.y), longitudeOf(spot.x)]);
  }

  /** @param {Frame} frame */
  draw(frame) {
    const began = performance.now();
    if (!this.sprites || this.sprites.ratio !== frame.ratio) this.sprites = new Sprites(this.style, frame.ratio);
    const slots = slotsOf(frame, this.options.padding);
    this.tiles.want(slots.map(({ place }) => place));
    this.gather(frame, slots);
    if (this.show === "heat") this.paintHeat(frame);
    else this.paint(frame);
    for (const [latitude, longitude] of this.marked) this.ring(frame, latitude, longitude);
    this.canvas.dataset.drawn = String(this.dots.length);
    this.canvas.dataset.areas = String(this.areas.length);
    this.canvas.dataset.ready = String(this.tiles.has(slots.filter(({ isSeen }) => isSeen).map(({ place }) => place)));
    this.lastDraw = performance.now() - began;
    this.onDrawn(this);
  }

  /** What there is to draw, in pixels of the frame. @param {Frame} frame @param {{place: Place, copy: number}[]} slots */
  gather(frame, slots) {
    this.dots = [];
    this.areas = [];
    this.grid = new Map();
    const base = Math.max(4, Math.min(6.5, 3 + frame.zoom * 0.5));
    for (const { place, copy } of slots) {
      for (const piece of this.tiles.cover(place)) {
        this.gatherDots(frame, piece, copy, base);
        this.gatherAreas(frame, piece, copy);
      }
    }
    if (this.isDragged) return; // colours keep their meaning while numbers change
    this.most = this.areas.reduce((most, { value }) => Math.max(most, value), 1);
    this.least = Math.max(1, this.areas.reduce((least, { value }) => Math.min(least, value), this.most));
  }

  /** @param {Frame} frame @param {Piece} piece @param {number} copy @param {number} base */
  gatherDots(frame, { held, clip }, copy, base) {
    const size = 2 ** clip.z;
    const isPart = clip.z > held.place.z;
    for (const spot of held.spots) {
      if (isPart && (Math.floor(spot.x * size) !== clip.x || Math.floor(spot.y * size) !== clip.y)) continue;
      const rows = this.active(held, spot);
      if (!rows.length) continue;
      const dot = this.dotOf(held, spot, rows, base);
      dot.x = (spot.x + copy) * frame.world - frame.left;
      dot.y = spot.y * frame.world - frame.top;
      this.dots.push(dot);
      this.remember(dot);
    }
  }

  /** Rows in the window that is drawn. @param {Held} held @param {Spot} spot */
  active({ points }, { rows }) {
    const [first, last] = this.tiles.window;
    if (first === null && last === null) return rows;
    const isIn = (/** @type {number} */ row) => points.first[row] !== NO_DAY
      && (first === null || points.last[row] >= first) && (last === null || points.first[row] <= last);
    if (rows.length === 1) return isIn(rows[0]) ? rows : [];
    return rows.filter(isIn);
  }

  /** @param {Held} held @param {Spot} spot @param {number[]} rows @param {number} base @returns {Dot} */
  dotOf(held, spot, rows, base) {
    const { points } = held;
    const isVague = rows.every((row) => points.where[row] >= VAGUE);
    const fatalities = rows.reduce((sum, row) => sum + points.fatalities[row], 0);
    const dot = { x: 0, y: 0, radius: base, held, spot, rows, count: 1, fatalities, isVague,
      look: /** @type {Look | null} */ (this.lookOf(points.type[rows[0]])), colours: /** @type {[string, number][]} */ ([]) };
    if (rows.length > 1) {
      dot.count = new Set(rows.map((row) => points.event[row])).size;
      if (dot.count > 1) dot.colours = this.coloursOf(points, rows);
      if (dot.colours.length > 1) dot.look = null;
    }
    dot.radius = this.radiusOf(dot, base);
    return dot;
  }

  /** @param {number} type */
  lookOf(type) { return this.looks[type] ?? this.looks[this.looks.length - 1]; }

  /** @param {Pick<Dot, "count" | "fatalities">} dot @param {number} base */
  radiusOf({ count, fatalities }, base) {
    if (this.show === "fatalities") return Math.min(MOST_BUBBLE, base * 0.8 + Math.sqrt(fatalities) * 1.4);
    if (count === 1) return base;
    if (this.show === "count") return Math.min(MOST_BUBBLE, base + 3 + Math.sqrt(count) * 1.4);
    return base + 4 + Math.min(6, Math.log2(count) * 1.2);
  }

  /** Colours with how many have each, most first. @param {import("./binary.js").Points} points @param {number[]} rows @returns {[string, number][]} */
  coloursOf(points, rows) {
    /** @type {Map<string, number>} */
    const shares = new Map();
    for (const row of rows) {
      const { colour } = this.lookOf(points.type[row]);
      shares.set(colour, (shares.get(colour) ?? 0) + 1);
    }
    return [...shares].sort((a, b) => b[1] - a[1]);
  }

  /** @param {Frame} frame @param {Piece} piece @param {number} copy */
  gatherAreas(frame, { held, clip }, copy) {
    if (!held.cells.length && held.window === "*") return;
    const counts = this.tiles.counts(held);
    const side = 1 / (CELLS * 2 ** held.place.z); // in worlds
    const size = side * frame.world;
    for (let index = 0; index < counts.cell.length; index += 1) {
      const count = Math.round(counts.count[index]);
      if (!count || !cellIsIn(held, clip, counts.cell[index])) continue;
      const column = held.place.x * CELLS + counts.cell[index] % CELLS;
      const line = held.place.y * CELLS + Math.floor(counts.cell[index] / CELLS);
      this.areas.push({
        x: ((column + 0.5) * side + copy) * frame.world - frame.left, y: (line + 0.5) * size - frame.top, size, count,
        value: this.show === "fatalities" ? Math.round(counts.fatalities[index]) : count,
        box: [longitudeOf(column * side), latitudeOf((line + 1) * side), longitudeOf((column + 1) * side), latitudeOf(line * side)],
      });
    }
  }

  /** @param {Frame} frame */
  paint(frame) {
    const { ctx } = frame;
    for (const area of this.areas) this.paintArea(ctx, area);
    if (frame.zoom >= DISC_ZOOM) for (const dot of this.dots) this.paintDisc(frame, dot);
    if (this.dots.some((dot) => dot.count > 1)) this.dots.sort((a, b) => a.radius - b.radius);
    for (const dot of this.dots) {
      if (dot.count > 1) drawMany(ctx, dot, this.style);
      else this.sprites?.draw(ctx, dot, /** @type {Look} */ (dot.look), dot.isVague);
    }
  }

  /** @param {CanvasRenderingContext2D} ctx @param {Area} area */
  paintArea(ctx, area) {
    if (this.show === "") {
      drawArea(ctx, area, stepOf(area.value, this.least, this.most), this.style);
      return;
    }
    if (!area.value) return;
    const radius = 3 + Math.sqrt(area.value / this.most) * Math.min(MOST_BUBBLE, area.size * 0.75);
    drawBubble(ctx, { ...area, radius }, this.style);
  }

  /** @param {Frame} frame @param {Dot} dot */
  paintDisc({ ctx, world }, { x, y, spot, rows, held, look }) {
    let metres = 0;
    for (const row of rows) metres = Math.max(metres, held.points.radius[row]);
    const radius = metres / (EARTH * Math.cos(latitudeOf(spot.y) * Math.PI / 180)) * world;
    if (radius > 14 && radius < 1200) drawDisc(ctx, { x, y, radius }, look?.colour ?? this.style.many, FAINT);
  }

  /** @param {Frame} frame */
  paintHeat(frame) {
    drawHeat(frame, [
      ...this.areas.flatMap(({ x, y, size, value }) => this.poured(x, y, size, value)),
      ...this.dots.map(({ x, y, count }) => ({ x, y, value: count })),
    ], this.style.ramp);
  }

  /** A count poured over its area, as four drops. @param {number} x @param {number} y @param {number} size @param {number} value */
  poured(x, y, size, value) {
    return [[-1, -1], [1, -1], [-1, 1], [1, 1]].map(([right, down]) => ({ x: x + right * size / 4, y: y + down * size / 4, value: value / 4 }));
  }

  /** @param {Frame} frame @param {number} latitude @param {number} longitude */
  ring(frame, latitude, longitude) {
    for (let copy = Math.floor(frame.left / frame.world); (copy - 1) * frame.world < frame.left + frame.width; copy += 1) {
      const x = (unitX(longitude) + copy) * frame.world - frame.left;
      drawRing(frame.ctx, { x, y: unitY(latitude) * frame.world - frame.top, radius: 8 }, this.style);
    }
  }

  /** @param {Dot} dot */
  remember(dot) {
    const key = `${Math.floor(dot.x / GRID)},${Math.floor(dot.y / GRID)}`;
    const cell = this.grid.get(key);
    if (cell) cell.push(dot);
    else this.grid.set(key, [dot]);
  }

  /** What is under a point of the map's container. @param {any} point @returns {Hit | null} */
  hit(point) {
    if (!this.frame) return null;
    const at = this._map.containerPointToLayerPoint(point).subtract(this.frame.corner);
    return this.show === "heat" ? null : this.hitDots(at) ?? this.hitArea(at);
  }

  /** @param {{x: number, y: number}} at @returns {Hit | null} */
  hitDots(at) {
    const near = this.dotsNear(at)
      .map((dot) => /** @type {[number, Dot]} */ ([Math.hypot(dot.x - at.x, dot.y - at.y), dot]))
      .filter(([distance, dot]) => distance <= dot.radius + REACH)
      .sort((a, b) => a[0] - b[0]);
    if (!near.length) return null;
    const over = near.filter(([distance, dot]) => distance <= dot.radius + 2);
    const chosen = (over.length ? over : near.slice(0, 1)).map(([, dot]) => dot);
    const found = chosen.flatMap(({ held: { points }, rows }) => rows.map((row) => [points.first[row], points.event[row]]));
    const ids = new Set(found.sort((a, b) => b[0] - a[0] || b[1] - a[1]).map(([, id]) => id));
    const [{ spot, x }] = chosen;
    return { ids: [...ids], count: ids.size, latlng: [latitudeOf(spot.y), this.longitudeAt(x)], box: null };
  }

  /** @param {{x: number, y: number}} at @returns {Hit | null} */
  hitArea(at) {
    const area = this.areas.find(({ x, y, size }) => Math.abs(x - at.x) <= size / 2 && Math.abs(y - at.y) <= size / 2);
    if (!area) return null;
    const [, south, , north] = area.box;
    return { ids: [], count: area.count, latlng: [(south + north) / 2, this.longitudeAt(area.x)], box: area.box };
  }

  /** In the copy of the world that is looked at. @param {number} x */
  longitudeAt(x) {
    const { left, world } = /** @type {Frame} */ (this.frame);
    return longitudeOf((x + left) / world);
  }

  /** @param {{x: number, y: number}} at @returns {Dot[]} */
  dotsNear({ x, y }) {
    const [column, line] = [Math.floor(x / GRID), Math.floor(y / GRID)];
    const found = [];
    for (let i = column - 1; i <= column + 1; i += 1) {
      for (let j = line - 1; j <= line + 1; j += 1) found.push(...(this.grid.get(`${i},${j}`) ?? []));
    }
    return found;
  }
}

/**
 * The tiles that a frame shows something of, from the middle outwards; those in the map's own edges are seen.
 * @param {Frame} frame @param {number} padding of the frame around the map, in parts of the map
 */
function slotsOf({ zoom, world, left, top, width, height }, padding) {
  const z = tileZoom(zoom);
  const size = world / 2 ** z;
  const margin = padding / (1 + 2 * padding);
  const slots = [];
  for (let y = Math.max(0, Math.floor(top / size)); y <= Math.min(2 ** z - 1, Math.floor((top + height) / size)); y += 1) {
    for (let x = Math.floor(left / size); x <= Math.floor((left + width) / size); x += 1) {
      const [right, down] = [(x + 0.5) * size - left - width / 2, (y + 0.5) * size - top - height / 2];
      const isSeen = Math.abs(right) < size / 2 + width * (0.5 - margin) && Math.abs(down) < size / 2 + height * (0.5 - margin);
      slots.push({ place: { z, x: wrapped(x, z), y }, copy: Math.floor(x / 2 ** z), far: Math.hypot(right, down) - (isSeen ? 1e6 : 0), isSeen });
    }
  }
  return slots.sort((a, b) => a.far - b.far);
}

/** A step of the ramp: each is so many times the one before. @param {number} value @param {number} least @param {number} most */
function stepOf(value, least, most) {
  if (value <= least) return 0;
  return Math.min(6, Math.floor(Math.log(value / least) / Math.log(Math.max(2, most / least)) * 6.999));
}
