/** The rows of a set of events that is in the page, and which of them pass the filters. */

import { isInside, readArea } from "./area.js";
import { NO_DAY } from "./binary.js";
import { fromIso } from "./days.js";
import { unitX, unitY } from "./mercator.js";

/** @typedef {import("./index-types.js").State} State */
/** @typedef {import("./index-types.js").Bounds} Bounds */
/** @typedef {import("./index-types.js").Card} Card */
/** @typedef {import("./store.js").Name} Name */
/** @typedef {(row: number) => boolean} Test */
/**
 * Parallel arrays, one row for each place of each event; an event without a place has a row without one.
 * Of the columns that may be missing, filters let everything through.
 * @typedef {object} Columns
 * @property {string[]} types codes, in the order of the taxonomy
 * @property {number[]} id @property {(number | null)[]} latitude @property {(number | null)[]} longitude
 * @property {(number | null)[]} first days from 1970-01-01 @property {(number | null)[]} last
 * @property {number[]} type places in `types`
 * @property {(number | null)[]} where_prec @property {(number | null)[]} radius_m
 * @property {(number | null)[]} [date_prec] @property {(number | null)[]} [confidence] 0 to 1
 * @property {(number | null)[]} [fatalities] @property {string[]} [country] @property {string[]} [division]
 * @property {string[]} [status] @property {string[][]} [source] numbers, as text @property {string[][]} [actor]
 * @property {Record<string, string>} [sources] names, by number @property {string[]} [errors]
 */

export class Rows {
  /** @param {Columns} columns @param {Map<number, Card>} cards */
  constructor(columns, cards) {
    this.columns = columns;
    this.cards = cards;
    this.length = columns.id.length;
    this.x = Float64Array.from(columns.longitude, (degrees) => (degrees === null ? NaN : unitX(degrees)));
    this.y = Float64Array.from(columns.latitude, (degrees) => (degrees === null ? NaN : unitY(degrees)));
    this.first = Int32Array.from(columns.first, (day) => day ?? NO_DAY);
    this.last = Int32Array.from(columns.last, (day) => day ?? NO_DAY);
  }

  /** The values that a row has for a filter. @param {Name} name @param {number} row @returns {string[] | null} null: not known of any */
  values(name, row) {
    const { columns } = this;
    if (name === "type") return [columns.types[columns.type[row]]];
    if (name === "confidence") return bandsOf(columns.confidence?.[row]);
    const column = /** @type {any} */ (columns)[name];
    if (!column) return null;
    const value = column[row];
    return Array.isArray(value) ? value : value === null || value === "" ? [] : [String(value)];
  }

  /** The tests that a state sets, by the name of the filter. @param {State} state @returns {Map<Name, Test>} */
  tests(state) {
    /** @type {Map<Name, Test>} */
    const tests = new Map();
    for (const name of /** @type {Name[]} */ (["type", "source", "country", "division", "where_prec", "date_prec", "actor", "status"])) {
      const wanted = new Set(state[name]);
      if (wanted.size) tests.set(name, (row) => this.values(name, row)?.some((value) => wanted.has(value)) ?? true);
    }
    const least = Number(state.confidence);
    if (state.confidence && least >= 0) tests.set("confidence", (row) => (this.columns.confidence?.[row] ?? 1) >= least);
    if (state.q) tests.set("q", this.wordTest(state.q));
    if (state.place) tests.set("place", this.placeTest(state.place));
    const area = state.area ? readArea(state.area) : null;
    if (area) tests.set("area", (row) => this.isPlaced(row) && isInside(area, Number(this.columns.latitude[row]), Number(this.columns.longitude[row])));
    const [first, last] = [fromIso(state.from), fromIso(state.to)];
    if (first !== null || last !== null) tests.set("from", (row) => this.touches(row, first, last));
    return tests;
  }

  /** @param {number} row */
  isPlaced(row) { return !Number.isNaN(this.x[row]); }

  /** @param {number} row @param {number | null} first @param {number | null} last */
  touches(row, first, last) {
    if (this.first[row] === NO_DAY) return false;
    return (first === null || this.last[row] >= first) && (last === null || this.first[row] <= last);
  }

  /** @param {string} text @returns {Test} */
  wordTest(text) {
    const words = folded(text).split(/\s+/);
    return (row) => {
      const told = this.textOf(this.columns.id[row]);
      return words.every((word) => told.includes(word));
    };
  }

  /** @param {string} name @returns {Test} */
  placeTest(name) {
    const wanted = folded(name);
    return (row) => (this.cards.get(this.columns.id[row])?.places ?? []).some((place) => folded(place.name).includes(wanted));
  }

  /** @param {number} id */
  textOf(id) {
    const card = this.cards.get(id);
    return card ? folded([card.title, card.quote, ...card.places.map((place) => place.name)].join(" ")) : "";
  }

  /** @param {Bounds} bounds @returns {Test} */
  inBounds(bounds) {
    if (!bounds) return () => true;
    const [west, south, east, north] = bounds;
    const { latitude, longitude } = this.columns;
    return (row) => {
      const [lat, lng] = [latitude[row], longitude[row]];
      if (lat === null || lng === null || lat < south || lat > north) return false;
      return west <= east ? lng >= west && lng <= east : lng >= west || lng <= east;
    };
  }
}

/** Lower case, without marks on letters. @param {string} text */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The thresholds that a confidence passes. @param {number | null | undefined} confidence @returns {string[] | null} */
function bandsOf(confidence) {
  if (confidence === undefined) return null;
  return ["0.9", "0.8", "0.7", "0.6", "0.5"].filter((least) => (confidence ?? 1) >= Number(least));
}
