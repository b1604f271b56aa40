// The map and the search box of the admin's forms: pins follow the number boxes and the other way round.
// Leaflet and topojson-client are loaded before, as plain scripts.

import { addBaseMap } from "../js/basemap.js";
import { L } from "../js/leaflet.js";
import { t, tn, useWords } from "../js/words.js";

useWords(JSON.parse(document.getElementById("dl-words")?.textContent ?? "{}"), document.documentElement.lang);

const SEARCH_DELAY = 150; // milliseconds between the last key and the question to the server
const STEP_PIXELS = 4; // how far an arrow key moves a pin; with Shift ten times as far

/** A row of a form with a point: its boxes are found by the end of their names, which may change. */
class Row {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
  }

  /** @param {string} name @returns {HTMLInputElement | null} */
  box(name) {
    return this.element.querySelector(`[name$="-${name}"], [name="${name}"]`);
  }

  /** @returns {[number, number] | null} latitude and longitude, null unless both are numbers of the globe */
  point() {
    const [latitude, longitude] = ["latitude", "longitude"].map((name) => {
      const text = this.box(name)?.value.trim() ?? "";
      return text === "" ? NaN : Number(text);
    });
    return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [latitude, longitude] : null;
  }

  /** @returns {number} metres */
  radius() {
    const metres = Number(this.box("radius_m")?.value ?? 0);
    return Number.isFinite(metres) && metres > 0 ? metres : 0;
  }

  /** @returns {boolean} whether the row is marked to be deleted */
  deleted() {
    return Boolean(/** @type {HTMLInputElement | null} */ (this.box("DELETE"))?.checked);
  }

  /** @returns {string} */
  name() {
    const box = /** @type {HTMLInputElement | null} */ (this.element.querySelector('[role="combobox"]'));
    return box?.value || this.box("name")?.value || "";
  }

  /** @param {number} latitude @param {number} longitude */
  moveTo(latitude, longitude) {
    this.set("latitude", latitude.toFixed(5));
    this.set("longitude", longitude.toFixed(5));
  }

  /** @param {string} name @param {string | number} value */
  set(name, value) {
    const box = this.box(name);
    if (!box) return;
    box.value = String(value);
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** One map for all points of a form or of a group of rows. */
class PointMap {
  /** @param {HTMLElement} panel */
  constructor(panel) {
    this.panel = panel;
    this.group = panel.dataset.group ? document.getElementById(panel.dataset.group) : panel.closest("form");
    this.inline = Boolean(panel.dataset.group);
    /** @type {Map<HTMLElement, {row: Row, pin: any, circle: any}>} */
    this.shown = new Map();
    /** @type {HTMLElement | null} */
    this.current = null;
    this.map = L.map(panel.querySelector(".dl-map"), { worldCopyJump: true, minZoom: 1, maxZoom: 18 });
    this.map.setView([25, 15], 1);
    this.drawBase();
    this.map.on("click", (event) => this.clicked(event.latlng.wrap()));
    this.refresh();
    this.fit();
    this.listen();
  }

  drawBase() {
    const { tileUrl, tileAttribution, atlas, names } = this.panel.dataset;
    if (!tileUrl) {
      this.base = addBaseMap(this.map, {
        atlas: JSON.parse(atlas ?? "{}"),
        names: JSON.parse(names ?? "{}"),
        attribution: t("Base map Natural Earth, places GeoNames (CC BY 4.0)"),
      });
      return;
    }
    const note = document.createElement("span");
    note.textContent = tileAttribution ?? "";
    L.tileLayer(tileUrl, { maxZoom: 18, attribution: note.innerHTML }).addTo(this.map);
  }

  listen() {
    const group = this.group;
    group.addEventListener("change", () => this.refresh());
    group.addEventListener("input", (event) => {
      if (/(latitude|longitude|radius_m)$/.test(event.target.name ?? "")) this.refresh();
    });
    group.addEventListener("focusin", (event) => this.choose(this.rowOf(event.target)));
    document.addEventListener("formset:added", (event) => {
      if (!group.contains(event.target)) return;
      event.target.querySelectorAll("[data-dl-picker]").forEach(startPicker);
      this.choose(event.target);
      event.target.querySelector('[role="combobox"]')?.focus();
    });
    document.addEventListener("formset:removed", () => this.refresh());
    group.addEventListener("dl:picked", (event) => {
      this.choose(this.rowOf(event.target));
      this.refresh();
      this.showCurrent();
    });
    const themed = new MutationObserver(() => this.base && (this.base.restyle(), this.base.redraw()));
    themed.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    new ResizeObserver(() => this.map.invalidateSize()).observe(this.panel);
  }

  /** @returns {HTMLElement[]} */
  rows() {
    if (!this.inline) return [this.group];
    return [...this.group.querySelectorAll(".inline-related:not(.empty-form)")];
  }

  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  rowOf(target) {
    if (!(target instanceof HTMLElement)) return null;
    return this.inline ? target.closest(".inline-related") : this.group;
  }

  /** Pins and circles as the boxes say. */
  refresh() {
    const rows = this.rows();
    for (const element of [...this.shown.keys()]) {
      if (!rows.includes(element)) this.drop(element);
    }
    rows.forEach((element, index) => this.place(element, index + 1));
    if (!this.current || !rows.includes(this.current)) this.choose(rows[0] ?? null);
  }

  /** @param {HTMLElement} element */
  drop(element) {
    const { pin, circle } = this.shown.get(element);
    pin.remove();
    circle.remove();
    this.shown.delete(element);
  }

  /** @param {HTMLElement} element @param {number} number */
  place(element, number) {
    const row = new Row(element);
    const point = row.point();
    if (!point || row.deleted()) {
      if (this.shown.has(element)) this.drop(element);
      return;
    }
    const seen = this.shown.get(element) ?? this.pin(element, row, point);
    if (!seen.dragging) seen.pin.setLatLng(point);
    seen.circle.setLatLng(point).setRadius(row.radius());
    this.label(seen.pin, row, number);
  }

  /** @param {HTMLElement} element @param {Row} row @param {[number, number]} point */
  pin(element, row, point) {
    const icon = L.divIcon({ className: "dl-pin", iconSize: [30, 40], iconAnchor: [15, 40] });
    const pin = L.marker(point, { icon, draggable: true, autoPan: true, keyboard: true }).addTo(this.map);
    const circle = L.circle(point, { radius: 0, interactive: false, className: "dl-radius", weight: 2 }).addTo(this.map);
    const seen = { row, pin, circle, dragging: false };
    this.shown.set(element, seen);
    pin.on("dragstart", () => {
      seen.dragging = true;
      this.choose(element);
    });
    pin.on("drag", () => this.write(row, pin.getLatLng()));
    pin.on("dragend", () => {
      seen.dragging = false;
      this.write(row, pin.getLatLng());
    });
    pin.on("click", () => this.choose(element));
    pin.getElement().addEventListener("focus", () => this.choose(element));
    pin.getElement().addEventListener("keydown", (event) => this.nudge(event, row, pin));
    return seen;
  }

  /** @param {any} pin @param {Row} row @param {number} number */
  label(pin, row, number) {
    const element = pin.getElement();
    element.textContent = this.inline ? String(number) : "";
    const name = row.name() || t("no place chosen");
    element.setAttribute("aria-label", t("Pin {number}: {name}", { number, name }));
    element.setAttribute("title", row.name());
  }

  /** Keeps the point on the globe. @param {Row} row @param {any} latlng */
  write(row, latlng) {
    const wrapped = latlng.wrap();
    row.moveTo(Math.min(90, Math.max(-90, wrapped.lat)), wrapped.lng);
  }

  /** @param {KeyboardEvent} event @param {Row} row @param {any} pin */
  nudge(event, row, pin) {
    const step = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const pixels = STEP_PIXELS * (event.shiftKey ? 10 : 1);
    const from = this.map.latLngToContainerPoint(pin.getLatLng());
    this.write(row, this.map.containerPointToLatLng(from.add([step[0] * pixels, step[1] * pixels])));
  }

  /** @param {HTMLElement | null} element */
  choose(element) {
    if (element === this.current) return;
    this.current = element;
    for (const [other, { pin }] of this.shown) {
      pin.getElement().classList.toggle("dl-current", other === element);
      pin.setZIndexOffset(other === element ? 1000 : 0);
    }
    for (const row of this.inline ? this.rows() : []) row.classList.toggle("dl-current-row", row === element);
  }

  /** @param {any} latlng */
  clicked(latlng) {
    if (this.current) this.write(new Row(this.current), latlng);
  }

  fit() {
    const bounds = L.latLngBounds([]);
    for (const { pin, circle } of this.shown.values()) bounds.extend(circle.getRadius() ? circle.getBounds() : pin.getLatLng());
    if (bounds.isValid()) this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: 7, animate: false });
  }

  showCurrent() {
    const seen = this.current && this.shown.get(this.current);
    if (!seen) return;
    const bounds = seen.circle.getRadius() ? seen.circle.getBounds() : L.latLngBounds([seen.pin.getLatLng()]);
    this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: 8, animate: false });
  }
}

/** A box to type a name in: arrow keys choose, Enter takes, Escape closes. @param {HTMLElement} element */
function startPicker(element) {
  if (element.dataset.started) return;
  element.dataset.started = "yes";
  const box = /** @type {HTMLInputElement} */ (element.querySelector('[role="combobox"]'));
  const list = /** @type {HTMLElement} */ (element.querySelector('[role="listbox"]'));
  const note = /** @type {HTMLElement} */ (element.querySelector(".dl-picker-note"));
  const hidden = /** @type {HTMLInputElement} */ (element.querySelector("[data-dl-value]"));
  let label = box.value;
  let active = -1;
  let timer = 0;
  let asked = 0;
  /** @type {any[]} */
  let choices = [];

  const close = () => {
    list.hidden = true;
    active = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    active = index;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const item = list.children[index];
    if (!item) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const take = (choice) => {
    if (choice.words) return askServices(choice);
    hidden.value = choice.value;
    label = box.value = choice.name;
    close();
    note.textContent = choice.detail;
    fillIn(element, choice);
  };
  /** @param {any[]} found @param {string} notice @param {any[]} [more] choices that are no places */
  const show = (found, notice, more = []) => {
    choices = [...found, ...more];
    list.id = `${box.id}-list`;
    box.setAttribute("aria-controls", list.id);
    list.replaceChildren(...choices.map((choice, index) => option(choice, `${list.id}-${index}`)));
    list.hidden = choices.length === 0;
    box.setAttribute("aria-expanded", String(choices.length > 0));
    mark(-1);
    const count = tn(found.length, "{n} place", "{n} places");
    note.textContent = notice || (found.length ? count : t("No place has a name that begins so."));
  };
  const search = async () => {
    const words = box.value.trim();
    const turn = (asked += 1);
    if (words.length < 2) return close();
    await fetchInto(turn, { q: words });
  };
  /** A service is asked on demand alone, never while words are typed. */
  const askServices = async ({ words }) => {
    clearTimeout(timer);
    const turn = (asked += 1);
    close();
    note.textContent = t("Asking …"); // a service, which may take seconds
    await fetchInto(turn, { q: words, online: "1" });
  };
  /** @param {number} turn @param {Record<string, string>} query */
  const fetchInto = async (turn, query) => {
    try {
      const answer = await fetch(`${element.dataset.searchUrl}?${new URLSearchParams(query)}`);
      const { results, notice, ask } = await answer.json();
      const more = ask ? [{ name: ask, detail: "", words: query.q }] : [];
      if (turn === asked) show(results, notice, more);
    } catch {
      if (turn === asked) note.textContent = t("The search got no answer: try again.");
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, SEARCH_DELAY);
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark((active + step + choices.length + (active < 0 && step < 0 ? 1 : 0)) % choices.length);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      search();
    } else if (event.key === "Enter") {
      event.preventDefault(); // a name half typed does not send the whole form
      if (list.hidden || !choices.length) return;
      if (active < 0 && choices[0].words) mark(0); // a service is asked by a choice, not by haste
      else take(choices[Math.max(active, 0)]);
    }
  });
  list.addEventListener("mousedown", (event) => {
    const item = event.target instanceof HTMLElement && event.target.closest("li");
    if (!item) return;
    event.preventDefault(); // the box keeps the focus
    take(choices[[...list.children].indexOf(item)]);
  });
  box.addEventListener("blur", () => {
    clearTimeout(timer);
    asked += 1;
    close();
    if (note.textContent === t("Asking …")) note.textContent = "";
    if (box.value.trim() === "" && box.dataset.optional !== undefined) hidden.value = label = "";
    if (box.value !== label) box.value = label; // a name that was typed but not picked is no place
  });
}

/** @param {any} choice @param {string} id */
function option(choice, id) {
  const item = document.createElement("li");
  item.id = id;
  item.classList.toggle("dl-ask", Boolean(choice.words));
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  const name = document.createElement("strong");
  name.textContent = choice.name;
  const detail = document.createElement("span");
  detail.textContent = choice.detail;
  item.append(name, " ", detail);
  return item;
}

/** The place's point, precision and radius into the boxes of its row. @param {HTMLElement} element @param {any} choice */
function fillIn(element, choice) {
  const row = new Row(element.closest(".inline-related") ?? element.closest("form"));
  if (row.box("latitude")) {
    row.moveTo(choice.latitude, choice.longitude);
    row.set("where_prec", choice.where_prec);
    row.set("radius_m", choice.radius_m);
  }
  element.dispatchEvent(new CustomEvent("dl:picked", { bubbles: true, detail: choice }));
}

document.querySelectorAll("[data-dl-picker]").forEach((element) => {
  if (!element.closest(".empty-form")) startPicker(/** @type {HTMLElement} */ (element));
});
document.querySelectorAll("[data-dl-map]").forEach((panel) => new PointMap(/** @type {HTMLElement} */ (panel)));
