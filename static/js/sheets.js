/** On a phone the timeline, the list and the filters are sheets over the map; one is open at a time. */

/** @typedef {"timeline" | "list" | "filters"} Sheet */

const LOW = 40; // pixels that a finger draws a sheet up or down to change its height

export class Sheets {
  /** @param {HTMLElement} explorer @param {HTMLElement} dock @param {(sheet: Sheet | "") => void} onOpen */
  constructor(explorer, dock, onOpen) {
    this.explorer = explorer;
    this.onOpen = onOpen;
    this.buttons = /** @type {HTMLButtonElement[]} */ ([...dock.querySelectorAll("button[data-sheet]")]);
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.toggle(/** @type {Sheet} */ (button.dataset.sheet)));
    }
    for (const grip of explorer.querySelectorAll(".sheet-grip")) this.listen(/** @type {HTMLElement} */ (grip));
    this.open("timeline");
  }

  get isPhone() { return matchMedia("(max-width: 52rem)").matches; }

  /** @param {Sheet} sheet */
  toggle(sheet) { this.open(this.explorer.dataset.sheet === sheet ? "" : sheet); }

  /** @param {Sheet | ""} sheet @param {boolean} [isTall] */
  open(sheet, isTall = false) {
    this.explorer.dataset.sheet = sheet;
    this.explorer.classList.toggle("is-tall", isTall);
    for (const button of this.buttons) button.setAttribute("aria-expanded", String(button.dataset.sheet === sheet));
    this.onOpen(sheet);
  }

  /** The grip is drawn up for more, down for less; a tap does the same. @param {HTMLElement} grip */
  listen(grip) {
    let start = 0;
    grip.addEventListener("pointerdown", (event) => {
      start = event.clientY;
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("pointerup", (event) => this.drawn(event.clientY - start));
    grip.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") this.drawn(0);
    });
  }

  /** @param {number} by pixels downwards */
  drawn(by) {
    const sheet = /** @type {Sheet | ""} */ (this.explorer.dataset.sheet ?? "");
    const isTall = this.explorer.classList.contains("is-tall");
    if (by < -LOW) this.open(sheet, true);
    else if (by > LOW) this.open(isTall ? sheet : "", false);
    else this.open(sheet, !isTall);
  }
}
