/** What opens over the map: one event, or the list of those that stand at one point. */

import { cardButtons, fullCard, make, manyHere } from "./cards.js";
import { L } from "./leaflet.js";
import { t } from "./words.js";

/** @typedef {import("./index-types.js").Card} Card */
/** @typedef {[number, number]} LatLng */
/** Cards from a place in the list on. @typedef {(after: string) => Promise<{cards: Card[], after: string}>} Pages */
/**
 * @typedef {object} PopupTell
 * @property {(id: number, points: LatLng[]) => void} onOpen @property {() => void} onClose
 * @property {(error: Error) => void} onError
 */

export class Popup {
  /** @param {any} map @param {PopupTell} tell */
  constructor(map, tell) {
    this.map = map;
    this.tell = tell;
    /** @type {HTMLElement | null} */
    this.opener = null;
    this.asked = 0;
    map.on("popupclose", () => this.onClosed());
  }

  close() { this.map.closePopup(); }

  /** @param {Pages} pages @param {number} count @param {LatLng} latlng @param {HTMLElement | null} opener gets the focus back */
  async open(pages, count, latlng, opener) {
    const ask = (this.asked += 1);
    try {
      const { cards, after } = await pages("");
      if (ask !== this.asked || !cards.length) return;
      this.close();
      this.opener = opener;
      if (cards.length === 1 && !after) this.show(fullCard(cards[0]), latlng, cards[0]);
      else this.showMany(cards, after, pages, count, latlng);
    } catch (error) {
      this.tell.onError(/** @type {Error} */ (error));
    }
  }

  /** @param {Card[]} cards @param {string} after @param {Pages} pages @param {number} count @param {LatLng} latlng */
  showMany(cards, after, pages, count, latlng) {
    const list = make("ul", { class: "popup-list" });
    const more = make("button", { type: "button", class: "small popup-next" }, t("More events"));
    const add = (/** @type {Card[]} */ fresh) => list.append(...cardButtons(fresh, (card) => this.show(fullCard(card), latlng, card)));
    add(cards);
    more.hidden = !after;
    more.addEventListener("click", async () => {
      const page = await pages(after).catch((/** @type {Error} */ error) => this.tell.onError(error));
      if (!page) return; // the button stays, to ask again
      after = page.after;
      const before = list.children.length;
      add(page.cards);
      more.hidden = !after;
      list.children[before]?.querySelector("button")?.focus();
    });
    this.show(make("div", { class: "popup-card" }, make("h3", {}, manyHere(count)), list, more), latlng, null);
  }

  /** @param {HTMLElement} content @param {LatLng} latlng @param {Card | null} card */
  show(content, latlng, card) {
    const { opener } = this;
    this.close();
    this.opener = opener;
    const size = this.map.getSize();
    const options = { maxWidth: Math.min(340, size.x - 60), maxHeight: Math.max(120, size.y - 90), autoPanPadding: [16, 16] };
    const popup = L.popup(options).setLatLng(latlng).setContent(content).openOn(this.map);
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", content.querySelector("h3")?.textContent ?? "");
    box.tabIndex = -1;
    box.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => { if (event.key === "Escape") this.close(); });
    box.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", t("Close popup"));
    box.focus({ preventScroll: true });
    this.tell.onOpen(card?.id ?? 0, card ? card.places.map(({ latitude, longitude }) => [latitude, longitude]) : [latlng]);
  }

  onClosed() {
    const { opener } = this;
    this.opener = null;
    this.tell.onClose();
    if (opener?.isConnected && document.activeElement?.closest(".leaflet-popup, body") !== null) opener.focus({ preventScroll: true });
  }
}
