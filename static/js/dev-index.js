// @ts-nocheck temporary: the index in the page, its texts from the server of before
import { LocalIndex } from "./local-index.js";
import { writeState, FILTERS, WINDOW } from "./store.js";
export class DevIndex extends LocalIndex {
  async list(state, { after }, signal) {
    const query = writeState(state, [...FILTERS, ...WINDOW]) + (after ? `&page=${after}` : "");
    const markup = await (await fetch(`/map/list/?${query}`, { signal })).text();
    return { count: 0, after: "", markup };
  }
  async cards(ids) { return (await (await fetch("/events/cards/?" + ids.map((id) => `id=${id}`).join("&"))).json()).cards; }
}
