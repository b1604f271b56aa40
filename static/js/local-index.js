/** An index computed in the page, from columns: the same answers as the server's, for up to some 50,000 rows. */

import { binOf, positionOf } from "./axis.js";
import { blankTile, CELLS, NO_DAY } from "./binary.js";
import { toIso } from "./days.js";
import { Rows } from "./local-rows.js";
import { FILTERS, WINDOW, writeState } from "./store.js";

/** @typedef {import("./index-types.js").Index} Index */
/** @typedef {import("./index-types.js").State} State */
/** @typedef {import("./index-types.js").Axis} Axis */
/** @typedef {import("./index-types.js").Bounds} Bounds */
/** @typedef {import("./index-types.js").FacetValue} FacetValue */
/** @typedef {import("./index-types.js").Card} Card */
/** @typedef {import("./local-rows.js").Test} Test */
/** @typedef {import("./store.js").Name} Name */

const ALL_POINTS = 1000; // a tile of at most so many rows holds each of them
const CELL_POINTS = 4; // else a cell of at most so many
const PAGE = 30;
/** @type {Name[]} */
const FACETS = ["type", "source", "country", "division", "where_prec", "date_prec", "confidence", "actor", "status"];

/** @implements {Index} */
export class LocalIndex {
  /** @param {import("./local-rows.js").Columns} columns @param {Card[]} [cards] of the events, for list and words */
  constructor(columns, cards = []) {
    this.version = "page";
    this.byId = new Map(cards.map((card) => [card.id, card]));
    this.rows = new Rows(columns, this.byId);
    /** @type {Map<string, Int32Array>} */
    this.kept = new Map();
  }

  /** Rows that pass all filters but these. @param {State} state @param {readonly Name[]} [without] @returns {Int32Array} */
  passing(state, without = []) {
    const names = [...FILTERS, ...WINDOW].filter((name) => !without.includes(name));
    const key = writeState(state, names);
    let found = this.kept.get(key);
    if (found) return found;
    const tests = this.rows.tests(state);
    for (const name of without) tests.delete(name);
    const wanted = [...tests.values()];
    found = Int32Array.from(Array(this.rows.length).keys()).filter((row) => wanted.every((test) => test(row)));
    if (this.kept.size > 30) this.kept.clear();
    this.kept.set(key, found);
    return found;
  }

  /** @param {number} z @param {number} x @param {number} y @param {State} state */
  async tile(z, x, y, state) {
    const { all, cells } = this.inTile(z, x, y, state);
    const inWindow = this.rows.tests(state).get("from") ?? (() => true);
    const points = all.length <= ALL_POINTS ? all : [...cells.values()].filter((rows) => rows.length <= CELL_POINTS).flat();
    const counted = this.counted(all, cells)
      .map(([cell, rows]) => /** @type {[number, number[]]} */ ([cell, rows.filter(inWindow)]))
      .filter(([, rows]) => rows.length);
    const tile = blankTile(points.length, counted.length);
    points.forEach((row, index) => this.putPoint(tile.points, index, row, z, x, y));
    counted.forEach(([cell, rows], index) => {
      tile.cells.cell[index] = cell;
      tile.cells.count[index] = rows.length;
      tile.cells.fatalities[index] = rows.reduce((sum, row) => sum + (this.rows.columns.fatalities?.[row] ?? 0), 0);
    });
    return tile;
  }

  /** @param {import("./binary.js").Points} points @param {number} index @param {number} row @param {number} z @param {number} x @param {number} y */
  putPoint(points, index, row, z, x, y) {
    const { columns } = this.rows;
    points.event[index] = columns.id[row];
    points.first[index] = this.rows.first[row];
    points.last[index] = this.rows.last[row];
    points.radius[index] = columns.radius_m[row] ?? 0;
    points.fatalities[index] = columns.fatalities?.[row] ?? 0;
    points.x[index] = Math.min(65535, (this.rows.x[row] * 2 ** z - x) * 65536);
    points.y[index] = Math.min(65535, (this.rows.y[row] * 2 ** z - y) * 65536);
    points.type[index] = columns.type[row];
    points.where[index] = columns.where_prec[row] ?? 0;
  }

  /** The rows of a tile without the window, in cells. @param {number} z @param {number} x @param {number} y @param {State} state */
  inTile(z, x, y, state) {
    /** @type {number[]} */
    const all = [];
    /** @type {Map<number, number[]>} */
    const cells = new Map();
    for (const row of this.passing(state, WINDOW)) {
      if (!this.rows.isPlaced(row)) continue;
      const column = this.rows.x[row] * 2 ** z - x;
      const line = this.rows.y[row] * 2 ** z - y;
      if (!isIn(column, x, z) || !isIn(line, y, z)) continue;
      all.push(row);
      const cell = step(line) * CELLS + step(column);
      const own = cells.get(cell);
      if (own) own.push(row);
      else cells.set(cell, [row]);
    }
    return { all, cells };
  }

  /** The cells that are counts. @param {number[]} all @param {Map<number, number[]>} cells */
  counted(all, cells) {
    return all.length <= ALL_POINTS ? [] : [...cells].filter(([, rows]) => rows.length > CELL_POINTS).sort((a, b) => a[0] - b[0]);
  }

  /** @param {number} z @param {number} x @param {number} y @param {State} state @param {Axis} axis */
  async cube(z, x, y, state, axis) {
    const { all, cells } = this.inTile(z, x, y, state);
    const counted = this.counted(all, cells);
    const { bins, edges } = axis;
    const before = new Int32Array(2 * counted.length);
    const firsts = new Uint32Array(counted.length * bins);
    const lasts = new Uint32Array(counted.length * bins);
    const sides = /** @type {const} */ ([[0, this.rows.first, firsts], [1, this.rows.last, lasts]]);
    counted.forEach(([, rows], index) => {
      for (const [side, days, numbers] of sides) {
        for (const row of rows) {
          if (days[row] === NO_DAY || days[row] >= edges[bins]) continue;
          if (days[row] < edges[0]) before[2 * index + side] += 1;
          else numbers[index * bins + binOf(axis, days[row])] += 1;
        }
      }
    });
    return { bins, cell: Uint8Array.from(counted, ([cell]) => cell), before, firsts, lasts };
  }

  /** @param {State} state @param {{bounds: Bounds, axis: Axis | null, parts: string[]}} question */
  async summary(state, { bounds, axis, parts }) {
    const inside = this.rows.inBounds(bounds);
    const always = this.passing(state, WINDOW);
    /** @type {import("./index-types.js").Summary} */
    const summary = { version: this.version, errors: this.rows.columns.errors ?? [], total: this.eventsOf(always).size };
    if (parts.includes("count")) summary.count = this.eventsOf(this.passing(state).filter(inside)).size;
    if (parts.includes("histogram") && axis) summary.histogram = this.histogram(always.filter(inside), axis);
    if (parts.includes("facets")) summary.facets = this.facets(state, inside);
    if (parts.includes("extent")) summary.extent = this.extent(always);
    if (parts.includes("box")) summary.box = this.box(this.passing(state));
    return summary;
  }

  /** @param {Int32Array} rows @returns {Set<number>} */
  eventsOf(rows) {
    const ids = new Set();
    for (const row of rows) ids.add(this.rows.columns.id[row]);
    return ids;
  }

  /** Once an event; several days are spread evenly. @param {Int32Array} rows @param {Axis} axis */
  histogram(rows, axis) {
    /** @type {Map<number, Float64Array>} */
    const byType = new Map();
    const seen = new Set();
    const { id, type } = this.rows.columns;
    for (const row of rows) {
      if (this.rows.first[row] === NO_DAY || seen.has(id[row])) continue;
      seen.add(id[row]);
      let bins = byType.get(type[row]);
      if (!bins) byType.set(type[row], bins = new Float64Array(axis.bins));
      spread(bins, axis, this.rows.first[row], this.rows.last[row]);
    }
    const types = [...byType.keys()].sort((a, b) => a - b);
    return { types: types.map((number) => this.rows.columns.types[number]), bins: types.map((number) => /** @type {Float64Array} */ (byType.get(number))) };
  }

  /** Each value with its events under all other filters. @param {State} state @param {Test} inside */
  facets(state, inside) {
    /** @type {Record<string, FacetValue[]>} */
    const facets = {};
    for (const name of FACETS) {
      /** @type {Map<string, Set<number>>} */
      const events = new Map();
      for (const row of this.passing(state, [name]).filter(inside)) {
        for (const value of this.rows.values(name, row) ?? []) {
          const own = events.get(value) ?? new Set();
          events.set(value, own.add(this.rows.columns.id[row]));
        }
      }
      const label = (/** @type {string} */ value) => (name === "source" ? this.rows.columns.sources?.[value] ?? value : "");
      facets[name] = [...events].map(([value, ids]) => /** @type {FacetValue} */ ([value, label(value), ids.size]))
        .sort((a, b) => b[2] - a[2]).slice(0, 200);
    }
    return facets;
  }

  /** @param {Int32Array} rows @returns {[string, string] | null} */
  extent(rows) {
    let [low, high] = [Infinity, -Infinity];
    for (const row of rows) {
      if (this.rows.first[row] === NO_DAY) continue;
      low = Math.min(low, this.rows.first[row]);
      high = Math.max(high, this.rows.last[row]);
    }
    return low > high ? null : [toIso(low), toIso(high)];
  }

  /** @param {Int32Array} rows @returns {import("./index-types.js").Box | null} */
  box(rows) {
    const { latitude, longitude } = this.rows.columns;
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const row of rows) {
      if (!this.rows.isPlaced(row)) continue;
      const [lat, lng] = [Number(latitude[row]), Number(longitude[row])];
      [west, south, east, north] = [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
    }
    return west > east ? null : [west, south, east, north];
  }

  /** @param {State} state @param {{bounds: Bounds, after: string}} question */
  async list(state, { bounds, after }) {
    const ids = [...this.eventsOf(this.sorted(this.passing(state).filter(this.rows.inBounds(bounds)), state))];
    const start = Number(after) || 0;
    const page = ids.slice(start, start + PAGE);
    return { count: ids.length, after: start + PAGE < ids.length ? String(start + PAGE) : "", cards: await this.cards(page) };
  }

  /** @param {Int32Array} rows @param {State} state */
  sorted(rows, state) {
    const { id, latitude, longitude } = this.rows.columns;
    const [, lat, lng] = state.at.split("/").map(Number);
    if (state.order === "nearest" && Number.isFinite(lat) && Number.isFinite(lng)) {
      const far = (/** @type {number} */ row) => (this.rows.isPlaced(row)
        ? distance(lat, lng, Number(latitude[row]), Number(longitude[row])) : Infinity);
      return rows.slice().sort((a, b) => far(a) - far(b) || id[b] - id[a]);
    }
    return rows.slice().sort((a, b) => this.rows.first[b] - this.rows.first[a] || id[b] - id[a]);
  }

  /** @param {number[]} ids @returns {Promise<Card[]>} */
  async cards(ids) { return ids.flatMap((id) => this.byId.get(id) ?? []); }

  /** @returns {Promise<import("./index-types.js").Spot[]>} no gazetteer is in the page */
  async places() { return []; }
}

/** Points beyond the edge of the projection fall in the outermost tiles. @param {number} part @param {number} at @param {number} z */
function isIn(part, at, z) {
  return (part >= 0 || at === 0) && (part < 1 || at === 2 ** z - 1);
}

/** @param {number} part */
const step = (part) => Math.max(0, Math.min(CELLS - 1, Math.floor(part * CELLS)));

/** @param {Float64Array} bins @param {Axis} axis @param {number} first @param {number} last */
function spread(bins, axis, first, last) {
  const share = 1 / (last - first + 1);
  const { edges } = axis;
  if (last < edges[0] || first >= edges[axis.bins]) return;
  const end = Math.ceil(positionOf(axis, last + 1));
  for (let bin = binOf(axis, Math.max(first, edges[0])); bin < end; bin += 1) {
    bins[bin] += (Math.min(last + 1, edges[bin + 1]) - Math.max(first, edges[bin])) * share;
  }
}

/** The square of half a chord: enough to compare. @param {number} lat @param {number} lng @param {number} lat2 @param {number} lng2 */
function distance(lat, lng, lat2, lng2) {
  const radians = Math.PI / 180;
  return Math.sin((lat2 - lat) * radians / 2) ** 2
    + Math.cos(lat * radians) * Math.cos(lat2 * radians) * Math.sin((lng2 - lng) * radians / 2) ** 2;
}
