/** Finds a place of the gazetteer by its name, and looks there. */

import { make } from "./cards.js";
import { t } from "./words.js";

/** @typedef {import("./index-types.js").Spot} Spot */

const PAUSE = 160; // milliseconds without a key before it is asked

export class PlaceSearch {
  /**
   * @param {HTMLInputElement} input @param {HTMLElement} list
   * @param {{find: (q: string, signal: AbortSignal) => Promise<Spot[]>, onPick: (spot: Spot) => void}} tell
   */
  constructor(input, list, tell) {
    this.input = input;
    this.list = list;
    this.tell = tell;
    /** @type {Spot[]} */
    this.spots = [];
    this.active = -1;
    this.timer = 0;
    this.asking = new AbortController();
    input.addEventListener("input", () => this.onInput());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => setTimeout(() => this.close(), 150)); // a click on the list comes first
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[role=option]"));
      if (option) this.pick(Number(option.dataset.index));
    });
  }

  onInput() {
    clearTimeout(this.timer);
    this.asking.abort();
    const words = this.input.value.trim();
    if (!words) this.close();
    else this.timer = window.setTimeout(() => this.find(words), PAUSE);
  }

  /** @param {string} words */
  async find(words) {
    const controller = this.asking = new AbortController();
    const spots = await this.tell.find(words, controller.signal).catch(() => []);
    if (!controller.signal.aborted) this.open(spots);
  }

  /** @param {Spot[]} spots */
  open(spots) {
    this.spots = spots;
    this.list.replaceChildren(...spots.map((spot, index) => make("li",
      { role: "option", id: `place-option-${index}`, "data-index": String(index), "aria-selected": "false" },
      make("span", { dir: "auto" }, spot.name), make("span", { class: "precision", dir: "auto" }, spot.detail ?? ""))));
    if (!spots.length) this.list.append(make("li", { class: "no-place", role: "option", "aria-disabled": "true", "aria-selected": "false" }, t("No place has this name.")));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.point(spots.length ? 0 : -1);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} index */
  point(index) {
    this.active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index >= 0) {
      this.input.setAttribute("aria-activedescendant", `place-option-${index}`);
      this.list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const number = this.spots.length;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && !this.list.hidden) this.pick(this.active);
    else if (event.key === "ArrowDown" && number) this.point((this.active + 1) % number);
    else if (event.key === "ArrowUp" && number) this.point((this.active + number - 1) % number);
    else return;
    event.preventDefault();
  }

  /** @param {number} index */
  pick(index) {
    const spot = this.spots[index];
    if (!spot) return;
    this.input.value = spot.name;
    this.close();
    this.tell.onPick(spot);
  }
}
