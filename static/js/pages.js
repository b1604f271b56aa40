/** Events for a popup, a page at a time: those that are known by their ids, or all of an area. */

import { idsOf } from "./list.js";

/** @typedef {import("./index-types.js").Index} Index */
/** @typedef {import("./popup.js").Pages} Pages */

const PAGE = 30; // cards asked for at a time

/** @param {Index} index @param {number[]} ids @returns {Pages} */
export function pagesOf(index, ids) {
  return async (after) => {
    const start = Number(after) || 0;
    const cards = await index.cards(ids.slice(start, start + PAGE));
    return { cards, after: start + PAGE < ids.length ? String(start + PAGE) : "" };
  };
}

/** @param {Index} index @param {import("./index-types.js").State} state @param {import("./index-types.js").Box} bounds @returns {Pages} */
export function pagesIn(index, state, bounds) {
  return async (from) => {
    const { ids, after } = idsOf(await index.list(state, { bounds, after: from }));
    return { cards: await index.cards(ids), after };
  };
}
