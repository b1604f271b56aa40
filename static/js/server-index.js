/** The index of the server: binary tiles and cubes, a summary in JSON, the list as its own markup. */

import { axisText } from "./axis.js";
import { decodeCube, decodeTile } from "./binary.js";
import { FILTERS, WINDOW, writeState } from "./store.js";
import { t } from "./words.js";

/** @typedef {import("./index-types.js").Index} Index */
/** @typedef {import("./index-types.js").State} State */
/** @typedef {import("./index-types.js").Bounds} Bounds */
/** @typedef {Record<"tiles" | "cubes" | "summary" | "list" | "cards" | "places", string>} Addresses */

const DEGREES = 5; // decimals of bounds: a metre

/** @implements {Index} */
export class ServerIndex {
  /** @param {Addresses} addresses @param {(version: string) => void} onVersion events have changed */
  constructor(addresses, onVersion = () => {}) {
    this.addresses = addresses;
    this.onVersion = onVersion;
    this.version = "";
  }

  /** @param {number} z @param {number} x @param {number} y @param {State} state @param {AbortSignal} [signal] */
  async tile(z, x, y, state, signal) {
    const response = await this.ask(`${this.addresses.tiles}${z}/${x}/${y}`, writeState(state, [...FILTERS, ...WINDOW]), signal);
    return decodeTile(await response.arrayBuffer());
  }

  /** @param {number} z @param {number} x @param {number} y @param {State} state @param {import("./axis.js").Axis} axis @param {AbortSignal} [signal] */
  async cube(z, x, y, state, axis, signal) {
    const query = joined(writeState(state, FILTERS), `axis=${axisText(axis)}`);
    const response = await this.ask(`${this.addresses.cubes}${z}/${x}/${y}`, query, signal);
    return decodeCube(await response.arrayBuffer());
  }

  /** @param {State} state @param {{bounds: Bounds, axis: import("./axis.js").Axis | null, parts: string[]}} question @param {AbortSignal} [signal] */
  async summary(state, { bounds, axis, parts }, signal) {
    const query = joined(writeState(state, [...FILTERS, ...WINDOW]), boundsIn(bounds), axis ? `axis=${axisText(axis)}` : "", `parts=${parts.join(",")}`);
    const summary = await (await this.ask(this.addresses.summary, query, signal)).json();
    for (const [name, values] of Object.entries(summary.facets ?? {})) summary.facets[name] = values.map(inFull);
    return summary;
  }

  /** @param {State} state @param {{bounds: Bounds, after: string}} question @param {AbortSignal} [signal] */
  async list(state, { bounds, after }, signal) {
    const query = new URLSearchParams(after ? { after } : {});
    const words = joined(writeState(state, [...FILTERS, ...WINDOW, "order", "at"]), boundsIn(bounds), query.toString());
    return { count: 0, after: "", markup: await (await this.ask(this.addresses.list, words, signal)).text() };
  }

  /** @param {number[]} ids */
  async cards(ids) {
    const query = new URLSearchParams(ids.map((id) => ["id", String(id)]));
    return (await (await this.ask(this.addresses.cards, query.toString())).json()).cards;
  }

  /** @param {string} q @param {AbortSignal} [signal] */
  async places(q, signal) {
    return (await this.ask(this.addresses.places, new URLSearchParams({ q }).toString(), signal)).json();
  }

  /** Whether events have changed: onVersion is told. */
  async check() {
    await this.ask(this.addresses.summary, "parts=version");
  }

  /** While the first index is built the server asks to wait. @param {string} address @param {string} query @param {AbortSignal} [signal] @returns {Promise<Response>} */
  async ask(address, query, signal) {
    for (;;) {
      const response = await fetch(query ? `${address}?${query}` : address, { signal });
      this.note(response.headers.get("X-Map-Version"));
      if (response.ok) return response;
      if (response.status !== 503) throw new Error(t("the server answered {status}", { status: response.status }));
      await pause(Number(response.headers.get("Retry-After")) || 1, signal);
    }
  }

  /** @param {string | null} version */
  note(version) {
    if (!version || version === this.version) return;
    const isFirst = !this.version;
    this.version = version;
    if (!isFirst) this.onVersion(version);
  }
}

/** @param {Bounds} bounds */
const boundsIn = (bounds) => (bounds ? `in=${bounds.map((degrees) => Number(degrees.toFixed(DEGREES))).join(",")}` : "");

/** @param {...string} parts of a query */
const joined = (...parts) => parts.filter(Boolean).join("&");

/** Where label and value are the same, the server sends one. @param {any[]} value */
const inFull = (value) => (value.length === 3 ? [String(value[0]), value[1], value[2]] : [String(value[0]), "", value[1]]);

/** @param {number} seconds @param {AbortSignal} [signal] @returns {Promise<void>} */
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => { clearTimeout(timer); reject(signal.reason); });
  });
}
