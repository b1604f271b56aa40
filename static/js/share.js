/** What leaves the page: its address, a frame for other pages, files. */

import { t } from "./words.js";

/** @typedef {{csv?: string, embed?: string, standalone?: string}} Addresses */

export class Share {
  /** @param {HTMLDetailsElement} menu @param {Addresses} addresses @param {(text: string) => void} say */
  constructor(menu, addresses, say) {
    this.menu = menu;
    this.addresses = addresses;
    this.say = say;
    this.part("copy")?.addEventListener("click", () => this.copy(location.href, t("The link is copied.")));
    this.part("embed")?.addEventListener("click", () => this.copy(this.frame(), t("The code of the frame is copied.")));
    this.part("print")?.addEventListener("click", () => { menu.open = false; window.print(); });
    document.addEventListener("pointerdown", (event) => { if (!menu.contains(/** @type {Node} */ (event.target))) menu.open = false; });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  }

  /** @param {string} name @returns {HTMLElement | null} */
  part(name) { return this.menu.querySelector(`[data-share=${name}]`); }

  /** What each is asked for, as queries. @param {Required<Addresses>} queries */
  show(queries) {
    this.queries = queries;
    for (const name of /** @type {const} */ (["csv", "standalone"])) {
      const address = this.addresses[name];
      if (address) this.part(name)?.setAttribute("href", queries[name] ? `${address}?${queries[name]}` : address);
    }
  }

  frame() {
    const address = new URL(this.addresses.embed ?? "/embed/", location.href);
    address.search = this.queries?.embed ?? "";
    return `<iframe src="${address.href.replaceAll("&", "&amp;").replaceAll('"', "%22")}" width="800" height="600" loading="lazy" title="${t("Map of events")}"></iframe>`;
  }

  /** @param {string} text @param {string} done */
  async copy(text, done) {
    this.menu.open = false;
    try {
      await navigator.clipboard.writeText(text);
      this.say(done);
    } catch {
      window.prompt(t("Copy this:"), text);
    }
  }
}
