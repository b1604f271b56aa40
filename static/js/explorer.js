/** The front page: filters, map, timeline and list show the same events; the address says which. */

import { cardList, fullCard, make } from "./cards.js";
import { fromIso, inWords, toIso } from "./days.js";
import { L } from "./leaflet.js";
import { PointLayer } from "./points.js";
import { Timeline } from "./timeline.js";

const FIT = { padding: [40, 40], maxZoom: 6, animate: false };

/** @param {any} map a Leaflet map @param {{configId: string}} options */
export function explore(map, { configId }) {
  const config = JSON.parse(document.getElementById(configId).textContent);
  new Explorer(map, config).start();
}

/** A mark once the frame with the first dots was painted, for measuring. */
function markDrawn() {
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("dateline-dots")));
}

class Explorer {
  constructor(map, config) {
    this.map = map;
    this.config = config;
    this.form = document.getElementById("filters");
    this.list = document.getElementById("list");
    this.count = document.getElementById("count");
    this.first = document.getElementById("from");
    this.last = document.getElementById("to");
    this.layer = new PointLayer({ symbols: config.symbols, className: "dots" }).addTo(map);
    this.timeline = new Timeline(document.getElementById("timeline"), (...change) => this.onBrush(...change));
    this.window = [fromIso(this.first.value), fromIso(this.last.value)];
    this.columns = null;
    this.asked = 0;
  }

  start() {
    const box = this.map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "Map of events; the list holds the same events. Arrow keys move it, plus and minus zoom.");
    document.documentElement.classList.add("has-script");
    this.shown = this.filterQuery().toString();
    this.hasView = new URLSearchParams(location.search).has("at");
    this.listen();
    this.loadData(this.config.first);
  }

  listen() {
    this.map.on("click", (event) => this.onMapClick(event));
    this.map.on("mousemove", (event) => this.onMapHover(event));
    this.map.on("moveend", () => this.onMapMoved());
    this.map.on("popupclose", () => this.onPopupClosed());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.onForm(); });
    this.form.addEventListener("change", (event) => this.onFormChange(event));
    for (const input of [this.first, this.last]) {
      input.addEventListener("change", () => this.onTypedDates());
    }
    this.list.addEventListener("click", (event) => this.onListClick(event));
    for (const [name, isOn] of [["focusin", true], ["mouseover", true], ["focusout", false], ["mouseleave", false]]) {
      this.list.addEventListener(name, (event) => this.onListPoint(event, isOn));
    }
    document.getElementById("reset").addEventListener("click", (event) => this.onReset(event));
    document.getElementById("timeline-reset").addEventListener("click", () => this.setWindow(null, null));
    document.getElementById("timeline-zoom").addEventListener("click", (event) => this.onTimelineZoom(event));
    document.getElementById("fit").addEventListener("click", () => this.fit());
    window.addEventListener("popstate", () => this.onHistory());
  }

  // The address --------------------------------------------------------------------------------

  /** What the form says, without the window. */
  filterQuery() {
    const query = new URLSearchParams();
    for (const name of ["q", "type", "source", "place"]) {
      for (const value of new FormData(this.form).getAll(name)) {
        if (String(value).trim()) query.append(name, String(value).trim());
      }
    }
    return query;
  }

  /** With the window. */
  fullQuery() {
    const query = this.filterQuery();
    const [first, last] = this.window;
    if (first !== null) query.set("from", toIso(first));
    if (last !== null) query.set("to", toIso(last));
    return query;
  }

  addressOf(query) {
    const words = query.toString().replaceAll("%2F", "/");
    return words ? `${location.pathname}?${words}` : location.pathname;
  }

  writeAddress(how) {
    const query = this.fullQuery();
    document.getElementById("csv").href = `/events.csv${query.size ? `?${query}` : ""}`;
    const at = new URLSearchParams(location.search).get("at");
    if (at) query.set("at", at);
    const address = this.addressOf(query);
    if (address === location.pathname + location.search) return;
    history[how](null, "", address);
  }

  onMapMoved() {
    if (!this.columns || !this.hasView) return;
    const { lat, lng } = this.map.getCenter().wrap();
    const query = this.fullQuery();
    query.set("at", `${this.map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`);
    history.replaceState(null, "", this.addressOf(query));
  }

  onHistory() {
    const query = new URLSearchParams(location.search);
    const fields = this.form.querySelectorAll("[name=type], [name=place][type=checkbox]");
    for (const field of fields) field.checked = query.getAll(field.name).includes(field.value);
    for (const name of ["q", "place"]) {
      const field = this.form.querySelector(`[name=${name}]:not([type=checkbox])`);
      if (field) field.value = query.get(name) ?? "";
    }
    for (const option of this.form.querySelectorAll("[name=source] option")) {
      option.selected = query.getAll("source").includes(option.value)
        || (option.value === "" && !query.has("source"));
    }
    this.window = [fromIso(query.get("from") ?? ""), fromIso(query.get("to") ?? "")];
    this.moveTo(query.get("at"));
    this.refresh();
  }

  moveTo(at) {
    const numbers = (at ?? "").split("/").map(Number);
    if (numbers.length !== 3 || !numbers.every(Number.isFinite)) return;
    this.map.setView([numbers[1], numbers[2]], numbers[0], { animate: false });
  }

  // Data ----------------------------------------------------------------------------------------

  async loadData(address = `${this.config.data}?${this.filterQuery()}`) {
    const ask = (this.asked += 1);
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const columns = await response.json();
      if (ask !== this.asked) return;
      this.takeData(columns);
    } catch (error) {
      if (ask === this.asked) this.say(`The dots could not be loaded: ${error.message}.`);
    }
  }

  takeData(columns) {
    const isFirst = !this.columns;
    this.columns = columns;
    this.say("");
    this.layer.setData(columns);
    this.map.baseMap?.setDots(this.layer.allPoints());
    const seen = new Set();
    const intervals = [];
    columns.id.forEach((id, row) => {
      if (seen.has(id) || columns.first[row] === null) return;
      seen.add(id);
      intervals.push([columns.first[row], columns.last[row]]);
    });
    this.timeline.setData(intervals);
    this.showWindow();
    if (isFirst && !this.hasView) this.fit();
    if (isFirst) markDrawn();
    this.hasView = true;
    document.getElementById("fit").hidden = false;
    this.showErrors(columns.errors);
  }

  say(text) {
    const message = document.getElementById("map-message");
    message.textContent = text;
    message.hidden = !text;
  }

  showErrors(errors) {
    const box = document.getElementById("filter-errors");
    box.replaceChildren(...errors.map((error) => make("p", { class: "error" }, error)));
  }

  /** Look at all dots; a few far to the south or north do not shrink all others. */
  fit() {
    const points = this.layer.activePoints();
    const usual = points.filter(([latitude]) => latitude > -58 && latitude < 74);
    if (points.length) this.map.fitBounds(usual.length ? usual : points, FIT);
  }

  // The window ----------------------------------------------------------------------------------

  isActive(row) {
    const [first, last] = this.window;
    const { columns } = this;
    if (first === null && last === null) return true;
    if (columns.first[row] === null) return false;
    return (first === null || columns.last[row] >= first) && (last === null || columns.first[row] <= last);
  }

  /** Dots, count and fields follow the window; nothing is fetched. */
  showWindow() {
    if (!this.columns) return;
    const active = new Set();
    this.columns.id.forEach((id, row) => { if (this.isActive(row)) active.add(id); });
    this.layer.setWindow((row) => this.isActive(row));
    this.showCount(active.size);
    const [first, last] = this.window;
    this.first.value = first === null ? "" : toIso(first);
    this.last.value = last === null ? "" : toIso(last);
    this.timeline.setWindow(first, last);
    const isOpen = first === null && last === null;
    document.getElementById("timeline-reset").hidden = isOpen;
    const zoom = document.getElementById("timeline-zoom");
    zoom.hidden = isOpen && zoom.getAttribute("aria-pressed") !== "true";
  }

  showCount(number) {
    this.count.textContent = `${number.toLocaleString("en")} event${number === 1 ? "" : "s"}`;
  }

  onBrush(first, last, isFinal) {
    this.window = [first, last];
    this.showWindow();
    if (!isFinal) return;
    this.writeAddress("pushState");
    this.loadList();
  }

  setWindow(first, last) {
    this.window = [first, last];
    if (first === null && last === null) this.endTimelineZoom();
    this.showWindow();
    this.writeAddress("pushState");
    this.loadList();
  }

  onTypedDates() {
    const [first, last] = [fromIso(this.first.value), fromIso(this.last.value)];
    if (first !== null && last !== null && first > last) {
      this.showErrors([`The window ends (${inWords(last)}) before it begins (${inWords(first)}).`]);
      return;
    }
    this.showErrors([]);
    this.setWindow(first, last);
  }

  onTimelineZoom({ currentTarget: button }) {
    if (button.getAttribute("aria-pressed") === "true") {
      this.endTimelineZoom();
      return;
    }
    const [first, last] = this.timeline.closed();
    const margin = Math.max(3, Math.round((last - first) * 0.15));
    button.setAttribute("aria-pressed", "true");
    this.timeline.setView([first - margin, last + margin]);
  }

  endTimelineZoom() {
    document.getElementById("timeline-zoom").setAttribute("aria-pressed", "false");
    this.timeline.setView(null);
    this.showWindow();
  }

  // Filters -------------------------------------------------------------------------------------

  onFormChange(event) {
    if (event.target === this.first || event.target === this.last) return;
    this.onForm();
  }

  onForm() {
    this.writeAddress("pushState");
    this.refresh();
  }

  onReset(event) {
    event.preventDefault();
    for (const field of this.form.querySelectorAll("input[name=type]")) field.checked = false;
    this.form.querySelector(".filter-exact")?.remove();
    for (const name of ["q", "place"]) {
      const field = this.form.querySelector(`[name=${name}]`);
      if (field) field.value = "";
    }
    for (const option of this.form.querySelectorAll("[name=source] option")) {
      option.selected = option.value === "";
    }
    this.window = [null, null];
    this.endTimelineZoom();
    this.onForm();
    this.count.focus({ preventScroll: true });
  }

  refresh() {
    this.map.closePopup();
    const query = this.filterQuery().toString();
    if (query !== this.shown) {
      this.shown = query;
      this.loadData();
    }
    this.showWindow();
    this.loadList();
  }

  // The list ------------------------------------------------------------------------------------

  async loadList(page = 1) {
    const ask = (this.listAsked = (this.listAsked ?? 0) + 1);
    const query = this.fullQuery();
    if (page > 1) query.set("page", String(page));
    try {
      const response = await fetch(`${this.config.list}?${query}`);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const markup = await response.text();
      if (ask === this.listAsked) this.takeList(markup, page);
    } catch (error) {
      if (ask === this.listAsked) this.say(`The list could not be loaded: ${error.message}.`);
    }
  }

  /** The server's own template, in which every text is escaped. */
  takeList(markup, page) {
    const fresh = new DOMParser().parseFromString(markup, "text/html").body;
    const total = Number(fresh.querySelector(".event-list")?.dataset.count ?? 0);
    if (page === 1) {
      this.list.replaceChildren(...fresh.childNodes);
      this.showCount(total);
      document.getElementById("announce").textContent = `${total} event${total === 1 ? "" : "s"} shown.`;
      return;
    }
    const items = [...fresh.querySelectorAll(".event-item")];
    this.list.querySelector(".event-list").append(...items);
    this.list.querySelector(".pager")?.replaceWith(...fresh.querySelectorAll(".pager"));
    items[0]?.querySelector("button").focus();
  }

  onListClick(event) {
    const more = event.target.closest(".pager a");
    if (more && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      const page = new URL(more.href).searchParams.get("page");
      this.loadList(more.rel === "next" ? Number(page) : 1);
      return;
    }
    if (event.target.closest("a")) return;
    const item = event.target.closest(".event-item");
    if (item) this.pick(Number(item.dataset.id), item.querySelector(".event-pick"));
  }

  onListPoint(event, isOn) {
    const item = isOn ? event.target.closest(".event-item") : null;
    if (item) this.layer.mark([Number(item.dataset.id)]);
    else this.layer.mark(this.picked ? [this.picked] : []);
  }

  // Details -------------------------------------------------------------------------------------

  /** Open an event from the list; the popup takes the focus and gives it back. */
  async pick(id, opener) {
    const points = this.layer.pointsOf(id);
    this.opener = opener;
    if (points.length > 1) this.map.fitBounds(points, { ...FIT, maxZoom: 7 });
    else if (points.length && !this.map.getBounds().pad(-0.15).contains(points[0])) {
      this.map.setView(points[0], Math.max(this.map.getZoom(), 4), { animate: false });
    }
    await this.open([id], points[0] ?? this.map.getCenter());
  }

  async open(ids, latlng) {
    const query = new URLSearchParams(ids.slice(0, 50).map((id) => ["id", String(id)]));
    const opener = this.opener;
    try {
      const response = await fetch(`${this.config.cards}?${query}`);
      if (!response.ok) throw new Error(`the server answered ${response.status}`);
      const { cards } = await response.json();
      this.opener = opener;
      if (cards.length === 1) this.popup(fullCard(cards[0]), latlng, cards[0].id);
      else this.popup(cardList(cards, ids.length, (card) => this.popup(fullCard(card), latlng, card.id)), latlng, null);
    } catch (error) {
      this.say(`The event could not be loaded: ${error.message}.`);
    }
  }

  popup(content, latlng, id) {
    const opener = this.opener;
    this.map.closePopup();
    this.opener = opener;
    this.picked = id;
    this.layer.mark(id ? [id] : []);
    for (const item of this.list.querySelectorAll(".event-item")) {
      item.classList.toggle("is-picked", Number(item.dataset.id) === id);
    }
    const size = this.map.getSize();
    const options = { maxWidth: Math.min(340, size.x - 60), maxHeight: Math.max(120, size.y - 90), autoPanPadding: [16, 16] };
    const popup = L.popup(options).setLatLng(latlng).setContent(content).openOn(this.map);
    const box = popup.getElement();
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", content.querySelector("h3").textContent);
    box.tabIndex = -1;
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") this.map.closePopup(); });
    box.focus({ preventScroll: true });
    if (this.opener) box.scrollIntoView({ block: "nearest" });
  }

  onPopupClosed() {
    this.picked = null;
    this.layer.mark([]);
    for (const item of this.list.querySelectorAll(".is-picked")) item.classList.remove("is-picked");
    const { opener } = this;
    this.opener = null;
    if (opener?.isConnected && document.activeElement?.closest(".leaflet-popup, body") !== null) {
      opener.focus({ preventScroll: true });
    }
  }

  onMapClick(event) {
    const hit = this.layer.hit(event.containerPoint);
    if (!hit) return;
    this.opener = null;
    this.open(hit.ids, hit.latlng);
  }

  onMapHover(event) {
    const hit = this.layer.hit(event.containerPoint);
    this.map.getContainer().classList.toggle("is-over-dot", Boolean(hit));
  }
}
