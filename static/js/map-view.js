/** Where the map looks: in the address, as bounds, and to see all there is. */

import { EDGE } from "./mercator.js";

/** @typedef {import("./index-types.js").Box} Box */
/** @typedef {import("./index-types.js").Bounds} Bounds */

const FIT = { padding: [40, 40], maxZoom: 6, animate: false };
const USUAL = [-58, 74]; // latitudes; a few far to the south or north do not shrink all others

/** @param {any} map @returns {string} such as 6/40.1/47.5, as exact as the zoom needs */
export function viewText(map) {
  const { lat, lng } = map.getCenter().wrap();
  const zoom = map.getZoom();
  const digits = Math.max(2, Math.min(5, Math.round(zoom / 3) + 1));
  return [zoom, lat.toFixed(digits), lng.toFixed(digits)].map(Number).join("/");
}

/** @param {any} map @param {string} at */
export function look(map, at) {
  const numbers = at.split("/").map(Number);
  if (numbers.length === 3 && numbers.every(Number.isFinite)) map.setView([numbers[1], numbers[2]], numbers[0], { animate: false });
}

/** What the map shows, within one turn of the world. @param {any} map @returns {Bounds} null: all of it */
export function boundsOf(map) {
  const bounds = map.getBounds();
  const [south, north] = [Math.max(-90, bounds.getSouth()), Math.min(90, bounds.getNorth())];
  if (bounds.getEast() - bounds.getWest() < 360) return [turned(bounds.getWest()), south, turned(bounds.getEast()), north];
  return south < -EDGE && north > EDGE ? null : [-180, south, 180, north];
}

/** @param {number} degrees */
const turned = (degrees) => ((degrees + 180) % 360 + 360) % 360 - 180;

/** @param {any} map @param {Box | null | undefined} box */
export function fit(map, box) {
  if (!box) return;
  const [west, south, east, north] = box;
  const isUsual = south < USUAL[1] && north > USUAL[0];
  const [low, high] = isUsual ? [Math.max(south, USUAL[0]), Math.min(north, USUAL[1])] : [south, north];
  map.fitBounds([[low, west], [high, west > east ? east + 360 : east]], FIT);
}
