/** A box or a polygon that the reader drew, and its form in an address: 40.1,47.5~41,49. */

/** @typedef {[number, number]} LatLng */
/** @typedef {readonly LatLng[]} Area two corners of a box, or three or more points of a polygon */

export const MOST_POINTS = 100;

/** @param {string} text @returns {Area | null} */
export function readArea(text) {
  const points = text.split("~").map((pair) => pair.split(",").map((part) => (part.trim() ? Number(part) : NaN)));
  const isGood = points.length >= 2 && points.length <= MOST_POINTS && points.every(([lat, lng, ...more]) =>
    !more.length && Math.abs(lat) <= 90 && Math.abs(lng) <= 540);
  return isGood ? /** @type {LatLng[]} */ (points) : null;
}

/** @param {Area} area */
export const writeArea = (area) => area.map(([lat, lng]) => `${round(lat)},${round(lng)}`).join("~");

/** Four decimals are about ten metres. @param {number} degrees */
const round = (degrees) => Number(degrees.toFixed(4));

/** @param {Area} area @returns {LatLng[]} the corners to draw */
export function outline(area) {
  if (area.length > 2) return [...area];
  const [[lat, lng], [lat2, lng2]] = area;
  return [[lat, lng], [lat, lng2], [lat2, lng2], [lat2, lng]];
}

/** @param {Area} area @param {number} lat @param {number} lng */
export function isInside(area, lat, lng) {
  return [lng, lng + 360, lng - 360].some((turned) => inOutline(outline(area), lat, turned));
}

/** Even and odd crossings. @param {LatLng[]} points @param {number} lat @param {number} lng */
function inOutline(points, lat, lng) {
  let isIn = false;
  for (let i = 0, j = points.length - 1; i < points.length; j = i, i += 1) {
    const [lat1, lng1] = points[j];
    const [lat2, lng2] = points[i];
    if ((lat1 > lat) !== (lat2 > lat) && lng < lng1 + (lat - lat1) / (lat2 - lat1) * (lng2 - lng1)) isIn = !isIn;
  }
  return isIn;
}
