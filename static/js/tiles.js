/**
 * The tiles that are here, and those on their way.
 *
 * Nothing goes blank while the server works: a tile that is missing is stood in
 * for by what it held under the window before, by the tile it is a quarter of, by its
 * quarters, or by what was there under the filters before.
 */

import { CELLS } from "./binary.js";
import { Cube } from "./cube.js";
import { axisText } from "./axis.js";
import { fromIso } from "./days.js";
import { FILTERS, WINDOW, writeState } from "./store.js";

/** @typedef {import("./index-types.js").Index} Index */
/** @typedef {import("./index-types.js").State} State */
/** @typedef {import("./index-types.js").Axis} Axis */
/** @typedef {import("./cube.js").Window} Window */
/** @typedef {import("./binary.js").Points} Points */
/** @typedef {import("./binary.js").Cells} Cells */
/** @typedef {{z: number, x: number, y: number}} Place */
/** Rows at one point, in worlds. @typedef {{x: number, y: number, rows: number[]}} Spot */
/** @typedef {Pick<Cells, "cell"> & {count: ArrayLike<number>, fatalities: ArrayLike<number>}} Counts */
/**
 * @typedef {object} Held
 * @property {Place} place
 * @property {string} filters the question it answers
 * @property {string} window the window that its counts are of; "*" when it has no counts in any
 * @property {Points} points @property {Cells} cells @property {Spot[]} spots
 */
/** What stands for a tile, or for a part of one. @typedef {{held: Held, clip: Place}} Piece */

const MOST_TILES = 800;
const MOST_CUBES = 96;
const FAR_POINTS = 6; // so many levels up a tile's points are still right to a pixel
const FAR_CELLS = 4; // so many levels up a cell still fills whole tiles
const AT_ONCE = 4; // requests: a browser sends six, and numbers and list are asked for too
const WORLD = { z: 0, x: 0, y: 0 };

export class Tiles {
  /** @param {Index} index @param {{onArrive: () => void, onError: (error: Error) => void}} tell */
  constructor(index, tell) {
    this.index = index;
    this.tell = tell;
    /** @type {Map<string, Held>} by question and place */
    this.exact = new Map();
    /** @type {Map<string, Held>} by filters and place: of the last window */
    this.latest = new Map();
    /** @type {Map<string, Cube>} */
    this.cubes = new Map();
    /** @type {Map<string, AbortController>} */
    this.asked = new Map();
    /** @type {Place[]} */
    this.wanted = [];
    /** @type {State | null} */
    this.state = null;
    this.filters = "";
    this.filtersBefore = "";
    this.committed = "";
    this.live = "";
    /** @type {Window} */
    this.window = [null, null];
    /** @type {Axis | null} */
    this.axis = null;
  }

  /** A new question; what is on its way for another is given up. @param {State} state */
  ask(state) {
    const filters = writeState(state, FILTERS);
    if (filters !== this.filters) this.filtersBefore = this.filters;
    this.state = state;
    this.filters = filters;
    this.committed = writeState(state, WINDOW);
    this.setWindow([fromIso(state.from), fromIso(state.to)], this.committed);
    this.abort(() => true);
  }

  /** The window that is drawn, also while it is dragged. @param {Window} window @param {string} [name] */
  setWindow(window, name = `live ${window}`) {
    this.window = window;
    this.live = name;
  }

  /** Events have changed: all is asked for again, what is here stands in meanwhile. */
  forget() {
    this.exact.clear();
    this.cubes.clear();
    this.abort(() => true);
  }

  /** @param {Place} place @returns {Held | undefined} with the answer to the question that stands */
  find(place) {
    const name = nameOf(place);
    return this.exact.get(`${this.filters}|${this.committed}|${name}`) ?? this.exact.get(`${this.filters}|*|${name}`);
  }

  /** A tile above it that holds each single row: nothing need be asked. @param {Place} place */
  complete(place) {
    for (let up = 1; up <= Math.min(FAR_POINTS, place.z); up += 1) {
      const held = this.find(above(place, up));
      if (held && !held.cells.length) return held;
    }
    return undefined;
  }

  /** Ask for what is missing, first things first; give up the rest. @param {Place[]} places */
  want(places) {
    this.wanted = places;
    const names = new Set([...places, WORLD].map(nameOf));
    this.abort((key) => key.startsWith("tile") && !names.has(key.slice(key.lastIndexOf("|") + 1)));
    this.pump();
  }

  pump() {
    if (!this.state) return;
    for (const place of this.wanted) {
      if (this.asked.size >= AT_ONCE) return;
      if (!this.has([place])) this.fetchTile(place);
    }
    if (this.axis && this.isReady) this.fetchCubes(this.axis);
  }

  get isReady() { return this.has(this.wanted); }

  /** @param {Place[]} places */
  has(places) { return places.every((place) => this.find(place) || this.complete(place)); }

  /** @param {Place} place */
  fetchTile(place) {
    const [filters, window] = [this.filters, this.committed];
    this.send(`tile|${filters}|${window}|${nameOf(place)}`, async (signal) => {
      const { points, cells } = await this.index.tile(place.z, place.x, place.y, /** @type {State} */ (this.state), signal);
      if (signal.aborted) return;
      const isWhole = !window && !cells.length;
      this.keep({ place, filters, window: isWhole ? "*" : window, points, cells, spots: spotsOf(points, place) });
    });
  }

  /** The tile of the world stands in for all others; the page has asked for it already. */
  warm() {
    if (!this.find(WORLD)) this.fetchTile(WORLD);
  }

  /** @param {Held} held */
  keep(held) {
    const name = nameOf(held.place);
    put(this.exact, `${held.filters}|${held.window}|${name}`, held, MOST_TILES);
    put(this.latest, `${held.filters}|${name}`, held, MOST_TILES);
  }

  /** Cubes for the tiles in view, so that a drag finds them here. @param {Axis | null} axis */
  prepare(axis) {
    this.axis = axis;
    this.pump();
  }

  /** @param {Axis} axis */
  fetchCubes(axis) {
    const wanted = axisText(axis);
    for (const place of this.wanted) {
      if (this.asked.size >= AT_ONCE) return;
      const held = this.find(place);
      if (!held || held.window === "*") continue;
      const key = `${this.filters}|${nameOf(place)}`;
      const cube = this.cubes.get(key);
      if (!cube || axisText(cube.axis) !== wanted) this.fetchCube(place, axis, key);
    }
  }

  /** @param {Place} place @param {Axis} axis @param {string} key */
  fetchCube(place, axis, key) {
    this.send(`cube|${key}`, async (signal) => {
      const data = await this.index.cube(place.z, place.x, place.y, /** @type {State} */ (this.state), axis, signal);
      if (!signal.aborted) put(this.cubes, key, new Cube(data, axis), MOST_CUBES);
    });
  }

  /** @param {string} key @param {(signal: AbortSignal) => Promise<void>} work */
  async send(key, work) {
    if (this.asked.has(key)) return;
    const controller = new AbortController();
    this.asked.set(key, controller);
    try {
      await work(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) this.tell.onError(/** @type {Error} */ (error));
      return; // and not again before the map moves
    } finally {
      if (this.asked.get(key) === controller) this.asked.delete(key);
    }
    if (controller.signal.aborted) return;
    this.tell.onArrive();
    this.pump();
  }

  /** @param {(key: string) => boolean} isOver */
  abort(isOver) {
    for (const [key, controller] of [...this.asked]) {
      if (!isOver(key)) continue;
      controller.abort();
      this.asked.delete(key);
    }
  }

  /** The best that is here for a tile. @param {Place} place @returns {Piece[]} */
  cover(place) {
    const held = this.find(place) ?? this.complete(place);
    if (held) return [{ held, clip: place }];
    return this.standIn(this.filters, place) ?? this.standIn(this.filtersBefore, place) ?? [];
  }

  /** @param {string} filters @param {Place} place @returns {Piece[] | null} */
  standIn(filters, place) {
    const at = (/** @type {Place} */ other) => this.latest.get(`${filters}|${nameOf(other)}`);
    const same = at(place);
    if (same) return [{ held: same, clip: place }];
    const quarters = below(place).flatMap((child) => at(child) ?? []).map((held) => ({ held, clip: held.place }));
    if (quarters.length === 4) return quarters;
    for (let up = 1; up <= Math.min(FAR_CELLS, place.z); up += 1) {
      const held = at(above(place, up));
      if (held) return [{ held, clip: place }];
    }
    return quarters.length ? quarters : null;
  }

  /** What the cells of a tile count in the window that is drawn. @param {Held} held @returns {Counts} */
  counts(held) {
    if (held.window === this.live || held.window === "*") return held.cells;
    const cube = this.cubes.get(`${held.filters}|${nameOf(held.place)}`);
    return cube ? estimated(held.cells, cube, this.window) : held.cells;
  }
}

/** Fatalities follow the number of rows. @param {Cells} cells @param {Cube} cube @param {Window} window @returns {Counts} */
function estimated(cells, cube, window) {
  const count = cube.counts(window);
  const fatalities = new Float64Array(count.length);
  for (let index = 0; index < cells.length; index += 1) {
    const at = cube.place.get(cells.cell[index]);
    if (at !== undefined) fatalities[at] = cells.fatalities[index] / cells.count[index] * count[at];
  }
  return { cell: cube.cell, count, fatalities };
}

/** @param {Points} points @param {Place} place @returns {Spot[]} */
function spotsOf(points, { z, x, y }) {
  /** @type {Map<number, Spot>} */
  const spots = new Map();
  for (let row = 0; row < points.length; row += 1) {
    const key = points.x[row] * 65536 + points.y[row];
    const spot = spots.get(key);
    if (spot) spot.rows.push(row);
    else spots.set(key, { x: (x + (points.x[row] + 0.5) / 65536) / 2 ** z, y: (y + (points.y[row] + 0.5) / 65536) / 2 ** z, rows: [row] });
  }
  return [...spots.values()];
}

/** The cells of a tile that lie in a place, which is the tile or a part of it. @param {Held} held @param {Place} clip @param {number} cell */
export function cellIsIn(held, clip, cell) {
  const up = clip.z - held.place.z;
  if (up <= 0) return true;
  const column = held.place.x * CELLS + cell % CELLS;
  const line = held.place.y * CELLS + Math.floor(cell / CELLS);
  const part = CELLS / 2 ** up;
  return Math.floor(column / part) === clip.x && Math.floor(line / part) === clip.y;
}

/** @param {Place} place */
export const nameOf = ({ z, x, y }) => `${z}/${x}/${y}`;

/** @param {Place} place @param {number} up @returns {Place} */
const above = ({ z, x, y }, up) => ({ z: z - up, x: x >> up, y: y >> up });

/** @param {Place} place @returns {Place[]} */
const below = ({ z, x, y }) => [0, 1, 2, 3].map((quarter) => ({ z: z + 1, x: 2 * x + (quarter & 1), y: 2 * y + (quarter >> 1) }));

/** The oldest goes when there are too many. @template V @param {Map<string, V>} map @param {string} key @param {V} value @param {number} most */
function put(map, key, value, most) {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(/** @type {string} */ (map.keys().next().value));
}
