/** The one door to Leaflet, which the page loads as a deferred script of its own. */
export const L = /** @type {any} */ (window).L;

/** topojson-client, likewise. */
export const topojson = /** @type {any} */ (window).topojson;
