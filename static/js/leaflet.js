/** The one door to Leaflet, which the page loads as a deferred script of its own. */
export const L = window.L;

/** topojson-client, likewise. */
export const topojson = window.topojson;
