/** Web Mercator with the whole world as 0..1, and the columns of its tiles. */

export const EDGE = 85.0511287798; // degrees; where the projection ends
export const EARTH = 40_075_017; // metres around the equator

/** @param {number} longitude */
export const unitX = (longitude) => (longitude + 180) / 360;

/** @param {number} latitude */
export function unitY(latitude) {
  const clipped = Math.max(-EDGE, Math.min(EDGE, latitude)) * Math.PI / 180;
  return (1 - Math.asinh(Math.tan(clipped)) / Math.PI) / 2;
}

/** @param {number} x @returns {number} */
export const longitudeOf = (x) => x * 360 - 180;

/** @param {number} y @returns {number} */
export const latitudeOf = (y) => Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180 / Math.PI;

/** @param {number} x the column of a tile in any copy of the world @param {number} z */
export const wrapped = (x, z) => ((x % 2 ** z) + 2 ** z) % 2 ** z;
