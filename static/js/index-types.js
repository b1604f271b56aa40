/**
 * What every index answers, be it the server or arrays in the page.
 *
 * @typedef {import("./store.js").State} State
 * @typedef {import("./axis.js").Axis} Axis
 * @typedef {import("./binary.js").TileData} TileData
 * @typedef {import("./binary.js").CubeData} CubeData
 * @typedef {[number, number, number, number]} Box west, south, east, north in degrees
 * @typedef {Box | null} Bounds null: everywhere, what has no place included
 * @typedef {"count" | "histogram" | "facets" | "extent" | "box"} Part
 */
/**
 * @typedef {object} Histogram
 * @property {string[]} types codes
 * @property {ArrayLike<number>[]} bins of each of these types
 */
/** @typedef {[value: string, label: string, count: number]} FacetValue */
/**
 * @typedef {object} Summary what was asked for of these
 * @property {string} version
 * @property {string[]} errors sentences about what was left out
 * @property {number} [count] events in the bounds and the window
 * @property {number} [total] events under the filters, everywhere and always
 * @property {Histogram} [histogram]
 * @property {Record<string, FacetValue[]>} [facets]
 * @property {[string, string] | null} [extent] first and last day of all
 * @property {Box | null} [box] that holds all
 */
/**
 * @typedef {object} Card
 * @property {number} id @property {string} title @property {string} type @property {string} typeLabel
 * @property {string} family @property {string} path @property {string} dates @property {string} datePrecision
 * @property {boolean} planned @property {string} quote @property {string} url
 * @property {{name: string, precision: string, latitude: number, longitude: number}[]} places
 * @property {{name: string, title: string, published: string, url: string, page: string} | null} source
 */
/**
 * @typedef {object} ListPage as cards, or as the server's own markup
 * @property {number} count
 * @property {string} after where the next page begins; "" after the last
 * @property {Card[]} [cards]
 * @property {string} [markup]
 */
/** @typedef {{name: string, latitude: number, longitude: number, zoom: number, detail: string}} Spot */
/**
 * @typedef {object} Index
 * @property {string} version of what it answered last
 * @property {(z: number, x: number, y: number, state: State, signal?: AbortSignal) => Promise<TileData>} tile
 * @property {(z: number, x: number, y: number, state: State, axis: Axis, signal?: AbortSignal) => Promise<CubeData>} cube
 * @property {(state: State, question: {bounds: Bounds, axis: Axis | null, parts: Part[]}, signal?: AbortSignal) => Promise<Summary>} summary
 * @property {(state: State, question: {bounds: Bounds, after: string}, signal?: AbortSignal) => Promise<ListPage>} list
 * @property {(ids: number[]) => Promise<Card[]>} cards
 * @property {() => Promise<void>} [check] whether events have changed, for who tells of it
 * @property {(q: string, signal?: AbortSignal) => Promise<Spot[]>} places
 */

export {};
