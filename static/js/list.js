/** The list: the text alternative of the map, a page at a time, more as one scrolls. */

import { listItem, make } from "./cards.js";
import { t, tn } from "./words.js";

/** @typedef {import("./index-types.js").ListPage} ListPage */
/** @typedef {{id: number, points: [number, number][], button: HTMLElement | null}} Item */
/**
 * @typedef {object} ListTell
 * @property {(after: string, signal: AbortSignal) => Promise<ListPage>} load
 * @property {(item: Item) => void} onPick @property {(points: [number, number][]) => void} onPoint
 * @property {(error: Error) => void} onError
 */

export class EventList {
  /** @param {HTMLElement} root @param {HTMLElement} announce @param {ListTell} tell */
  constructor(root, announce, tell) {
    this.root = root;
    this.announce = announce;
    this.tell = tell;
    this.loading = new AbortController();
    this.picked = 0;
    this.isLoadingMore = false;
    this.isFollowed = false;
    root.addEventListener("click", (event) => this.onClick(event));
    for (const name of ["focusin", "mouseover"]) root.addEventListener(name, (event) => this.onPoint(event));
    for (const name of ["focusout", "mouseleave"]) root.addEventListener(name, () => tell.onPoint(this.pointsOf(this.picked)));
    this.watcher = new IntersectionObserver((seen) => {
      if (seen.some((entry) => entry.isIntersecting)) this.more(false);
    }, { rootMargin: "0px 0px 400px 0px" });
    this.watch();
  }

  /** Show the first page of another question. */
  async reload() {
    this.root.setAttribute("aria-busy", "true");
    const page = await this.load("");
    if (!page) return;
    this.root.removeAttribute("aria-busy");
    this.root.replaceChildren(...page.childNodes);
    this.watch();
    const count = Number(this.list?.dataset.count ?? 0);
    this.announce.textContent = tn(count, "{n} event shown.", "{n} events shown.");
    this.pick(this.picked);
  }

  /** @param {boolean} isAsked by a person, whose focus then goes on */
  async more(isAsked) {
    const after = this.list?.dataset.after;
    this.isFollowed = isAsked || (this.isLoadingMore && this.isFollowed);
    if (!after || this.isLoadingMore) return;
    this.isLoadingMore = true;
    const page = await this.load(after);
    this.isLoadingMore = false;
    if (!page || this.list?.dataset.after !== after) return;
    const items = [...page.querySelectorAll(".event-item")];
    this.list.append(...items);
    this.list.dataset.after = /** @type {HTMLElement | null} */ (page.querySelector(".event-list"))?.dataset.after ?? "";
    this.root.querySelector(".pager")?.replaceWith(...page.querySelectorAll(".pager"));
    this.watch();
    if (this.isFollowed) items[0]?.querySelector("button")?.focus();
  }

  /** @param {string} after @returns {Promise<HTMLElement | null>} */
  async load(after) {
    this.loading.abort();
    const controller = this.loading = new AbortController();
    try {
      const page = await this.tell.load(after, controller.signal);
      return controller.signal.aborted ? null : elementOf(page);
    } catch (error) {
      if (!controller.signal.aborted) this.tell.onError(/** @type {Error} */ (error));
      return null;
    }
  }

  /** @returns {HTMLElement | null} */
  get list() { return this.root.querySelector(".event-list"); }

  /** More comes when the link to it comes near. */
  watch() {
    this.watcher.disconnect();
    const more = this.root.querySelector(".pager a.more");
    if (more) this.watcher.observe(more);
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const target = /** @type {Element} */ (event.target);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
    const more = target.closest(".pager a.more");
    if (more && isPlain) {
      event.preventDefault();
      this.more(true);
      return;
    }
    if (target.closest("a")) return;
    const item = /** @type {HTMLElement | null} */ (target.closest(".event-item"));
    if (item) this.tell.onPick({ id: Number(item.dataset.id), points: pointsOf(item), button: item.querySelector(".event-pick") });
  }

  /** @param {Event} event */
  onPoint(event) {
    const item = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest(".event-item"));
    this.tell.onPoint(item ? pointsOf(item) : this.pointsOf(this.picked));
  }

  /** Mark an event as the one that is open. @param {number} id 0: none */
  pick(id) {
    this.picked = id;
    for (const item of this.root.querySelectorAll(".event-item")) {
      item.classList.toggle("is-picked", id > 0 && Number(/** @type {HTMLElement} */ (item).dataset.id) === id);
    }
  }

  /** @param {number} id @returns {[number, number][]} */
  pointsOf(id) {
    const item = id ? this.root.querySelector(`.event-item[data-id="${id}"]`) : null;
    return item ? pointsOf(/** @type {HTMLElement} */ (item)) : [];
  }
}

/** @param {HTMLElement} item @returns {[number, number][]} */
function pointsOf(item) {
  return (item.dataset.points ?? "").split(" ").filter(Boolean).map((pair) => {
    const [latitude, longitude] = pair.split(",").map(Number);
    return [latitude, longitude];
  });
}

/** The events of a page, and where the next one begins. @param {ListPage} page @returns {{ids: number[], after: string}} */
export function idsOf(page) {
  const element = elementOf(page);
  const list = /** @type {HTMLElement | null} */ (element.querySelector(".event-list"));
  const items = /** @type {HTMLElement[]} */ ([...element.querySelectorAll(".event-item")]);
  return { ids: items.map((item) => Number(item.dataset.id)), after: list?.dataset.after ?? "" };
}

/** The server's own template, in which every text is escaped; or the same made of cards. @param {ListPage} page @returns {HTMLElement} */
function elementOf({ markup, cards = [], count, after }) {
  if (markup !== undefined) return new DOMParser().parseFromString(markup, "text/html").body;
  const list = make("ol", { class: "event-list", "data-count": String(count), "data-after": after }, ...cards.map(listItem));
  const end = after ? make("p", { class: "pager" }, make("a", { class: "more", href: "#list" }, t("More events"))) : null;
  return make("div", {}, list, count ? end : make("p", { class: "empty" }, t("No published event fits these filters.")));
}
