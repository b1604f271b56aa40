/** A map in one file: the events are in the page, and nothing is asked of a server. */

import { Explorer } from "./explorer.js";
import { FirstMap, read } from "./first-map.js";
import { LocalIndex } from "./local-index.js";
import { useWords } from "./words.js";

/** @param {any} map a Leaflet map @param {{configId: string, columnsId: string, cardsId: string}} options */
export function exploreHere(map, { configId, columnsId, cardsId }) {
  const config = read(configId);
  useWords(config.words, document.documentElement.lang);
  if (!location.search && config.query) showAsSaved(config.query);
  const first = new FirstMap(map, config, new LocalIndex(read(columnsId), read(cardsId)));
  first.start();
  new Explorer(first).start();
}

/** The view that the file was saved with, until its reader changes it. @param {string} query */
function showAsSaved(query) {
  try {
    history.replaceState(null, "", `?${query}`);
  } catch {
    // A browser that allows a file no address of its own shows the whole.
  }
}
