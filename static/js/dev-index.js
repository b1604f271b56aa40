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

export function synthetic(n, types) {
  let seed = 5; const r = () => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed / 2147483648; };
  const towns = Array.from({ length: 3000 }, () => [Math.asin(r() * 1.6 - 0.6) * 57, r() * 340 - 170, r() ** 4]);
  const c = { types, id: [], latitude: [], longitude: [], first: [], last: [], type: [], where_prec: [], radius_m: [], fatalities: [] };
  for (let i = 0; i < n; i += 1) {
    const [la, lo] = towns[Math.floor(r() ** 3 * 3000)];
    const f = Math.floor(-7300 + Math.sqrt(r()) * 27800);
    c.id.push(i); c.latitude.push(la); c.longitude.push(lo); c.first.push(f); c.last.push(f + Math.floor(r() ** 6 * 200));
    c.type.push(Math.floor(r() ** 2 * 16)); c.where_prec.push(1 + Math.floor(r() ** 2 * 5)); c.radius_m.push(20000); c.fatalities.push(Math.floor(r() ** 8 * 90));
  }
  return c;
}
