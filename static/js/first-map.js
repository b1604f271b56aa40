/**
 * What comes first: the map with its events.  All that is beside it, and all that answers to hands,
 * is fetched and run once the first of them are painted.
 */

import { EventLayer } from "./event-layer.js";
import { fit, viewText } from "./map-view.js";
import { ServerIndex } from "./server-index.js";
import { Store } from "./store.js";
import { Tiles } from "./tiles.js";
import { useWords } from "./words.js";

/** @typedef {import("./index-types.js").Index} Index */
/**
 * @typedef {object} Config the page's own JSON
 * @property {Record<string, string>} addresses @property {import("./marks.js").Symbol[]} symbols
 * @property {import("./filters.js").Labels} labels @property {boolean} isEditor
 * @property {Record<string, any>} [words] @property {import("./index-types.js").Box | null} [box] of all events
 * @property {[string, string] | null} [extent] @property {string} [firstTile] the page asks for it before its scripts run
 * @property {string} [explorer] address of the module that is run once events are painted
 * @property {string[]} [later] addresses of all that it imports
 */

const MARK = "dateline-dots"; // when there were events on the screen; the page's own drawing may have been first
const LONG_ENOUGH = 1500; // milliseconds after which the rest of the page waits no longer

/** The page of the site. @param {any} map a Leaflet map @param {{configId: string}} options */
export async function explore(map, { configId }) {
  const config = /** @type {Config} */ (read(configId));
  useWords(config.words, document.documentElement.lang);
  /** @type {FirstMap} */
  let first;
  const index = new ServerIndex(/** @type {any} */ (config.addresses), () => first.onNews());
  first = new FirstMap(map, config, index);
  first.start();
  await first.painted;
  for (const address of config.later ?? []) preload(address);
  const { Explorer } = await import(/** @type {string} */ (config.explorer));
  new Explorer(first).start();
}

/** @param {string} id of a JSON element of the page */
export const read = (id) => JSON.parse(document.getElementById(id)?.textContent ?? "null");

/** @param {string} address of a module */
function preload(address) {
  const link = document.createElement("link");
  link.rel = "modulepreload";
  link.href = address;
  document.head.append(link);
}

export class FirstMap {
  onDrawn = () => {};
  onNews = () => {};
  onError = (/** @type {Error} */ _error) => {};

  /** @param {any} map @param {Config} config @param {Index} index */
  constructor(map, config, index) {
    this.map = map;
    this.config = config;
    this.index = index;
    this.store = new Store(window);
    this.tiles = new Tiles(index, { onArrive: () => this.layer.redraw(), onError: (error) => this.onError(error) });
    this.layer = new EventLayer({ tiles: this.tiles, symbols: config.symbols, onDrawn: () => this.drawn() });
    this.view = "";
    this.isMarked = false;
    this.letGo = () => {};
    /** @type {Promise<void>} events are on the screen, or there are none, or they are long in coming */
    this.painted = new Promise((resolve) => { this.letGo = resolve; });
  }

  start() {
    document.documentElement.classList.add("has-script");
    const state = this.store.get();
    this.tiles.ask(state);
    if (this.config.firstTile) this.tiles.warm();
    this.map.invalidateSize({ animate: false });
    if (!state.at) fit(this.map, this.config.box);
    this.view = viewText(this.map);
    this.layer.show = state.show;
    this.layer.addTo(this.map);
    setTimeout(this.letGo, LONG_ENOUGH);
  }

  drawn() {
    const { dots, areas, canvas } = this.layer;
    if (!this.isMarked && (dots.length || areas.length || canvas.dataset.ready === "true")) {
      this.isMarked = true;
      document.getElementById("first-look")?.remove();
      requestAnimationFrame(() => setTimeout(() => { // after the frame that shows them
        if ((dots.length || areas.length) && !performance.getEntriesByName(MARK).length) performance.mark(MARK);
        this.letGo();
      }));
    }
    this.onDrawn();
  }
}
