/** What the page shows: one state, which is the address and nothing else. */

/**
 * @typedef {object} State an empty text or list leaves nothing out
 * @property {string} q words @property {string[]} type @property {string[]} source @property {string} place
 * @property {string[]} country @property {string[]} division @property {string[]} where_prec
 * @property {string[]} date_prec @property {string} confidence @property {string[]} actor
 * @property {string[]} status @property {string} area @property {string} from @property {string} to
 * @property {string} order "", "nearest" or "relevance" @property {string} at zoom/latitude/longitude
 * @property {string} show "", "count", "fatalities" or "heat"
 * @property {string} span what the timeline shows of all time: first~last day
 */
/** @typedef {keyof State} Name */
/** @typedef {(state: State, changed: Set<Name>) => void} Listener */

/** @type {readonly Name[]} */
const LISTS = ["type", "source", "country", "division", "where_prec", "date_prec", "actor", "status"];
/** Which events there are, at any time. @type {readonly Name[]} */
export const FILTERS = ["q", "type", "source", "place", "country", "division", "where_prec", "date_prec", "confidence",
  "actor", "status", "area"];
/** @type {readonly Name[]} */
export const WINDOW = ["from", "to"];
/** @type {readonly Name[]} */
export const NAMES = [...FILTERS, ...WINDOW, "order", "at", "show", "span"];

/** @param {string} search with or without "?" @returns {State} */
export function readState(search) {
  const query = new URLSearchParams(search);
  const state = /** @type {any} */ ({});
  for (const name of NAMES) {
    if (LISTS.includes(name)) state[name] = [...new Set(query.getAll(name).filter(Boolean))];
    else state[name] = (query.get(name) ?? "").trim();
  }
  return state;
}

/** Short and readable: what need not be escaped is not. @param {State} state @param {readonly Name[]} [names] */
export function writeState(state, names = NAMES) {
  const query = new URLSearchParams();
  for (const name of names) {
    for (const value of [state[name]].flat()) if (value) query.append(name, value);
  }
  return query.toString().replace(/%(?:2F|2C|3A|7E)/g, decodeURIComponent);
}

/** @param {State} before @param {State} after @returns {Set<Name>} */
export function differences(before, after) {
  return new Set(NAMES.filter((name) => String(before[name]) !== String(after[name])
    || before[name].length !== after[name].length));
}

/** What a frame was told to leave out stays in its address: show_list=0. @param {string} search */
function switchesIn(search) {
  const query = new URLSearchParams(search);
  for (const name of [...query.keys()]) if (!name.startsWith("show_")) query.delete(name);
  return query.toString();
}

export class Store {
  /** @param {Pick<globalThis.Window, "location" | "history" | "addEventListener">} page the window, or what stands in for it */
  constructor(page) {
    this.page = page;
    this.state = readState(page.location.search);
    /** @type {Listener[]} */
    this.listeners = [];
    page.addEventListener("popstate", () => this.take(readState(page.location.search)));
  }

  get() { return this.state; }

  /** @param {Partial<State>} patch @param {{push?: boolean}} [options] push: a step for the back button */
  set(patch, { push = true } = {}) {
    const state = { ...this.state, ...patch };
    if (!differences(this.state, state).size) return;
    const { pathname, search } = this.page.location;
    const query = [writeState(state), switchesIn(search)].filter(Boolean).join("&");
    this.write(query ? `${pathname}?${query}` : pathname, push);
    this.take(state);
  }

  /** A page from a disk has no history of its own; there the state is in memory alone. @param {string} address @param {boolean} push */
  write(address, push) {
    try {
      this.page.history[push ? "pushState" : "replaceState"](null, "", address);
    } catch (error) {
      if (this.page.location.protocol !== "file:") throw error;
    }
  }

  /** @param {State} state */
  take(state) {
    const changed = differences(this.state, state);
    this.state = state;
    if (changed.size) for (const listener of this.listeners) listener(state, changed);
  }

  /** @param {Listener} listener */
  onChange(listener) { this.listeners.push(listener); }

  /** @param {readonly Name[]} [names] */
  query(names = NAMES) { return writeState(this.state, names); }
}
