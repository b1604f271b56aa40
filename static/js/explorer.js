/** The front page: map, timeline, list and filters are views of one question, which the address says. */

import { readArea, writeArea } from "./area.js";
import { fromIso, inWords, toIso } from "./days.js";
import { EventList } from "./list.js";
import { Filters } from "./filters.js";
import { boundsOf, fit, look, viewText } from "./map-view.js";
import { pagesIn, pagesOf } from "./pages.js";
import { PlaceSearch } from "./place-search.js";
import { Player } from "./player.js";
import { Popup } from "./popup.js";
import { Questions } from "./questions.js";
import { Selection } from "./selection.js";
import { Share } from "./share.js";
import { Sheets } from "./sheets.js";
import { FILTERS, readState, WINDOW } from "./store.js";
import { Timeline } from "./timeline.js";
import { inFigures, inShort, t, tn } from "./words.js";

/** @typedef {import("./index-types.js").State} State */
/** @typedef {import("./index-types.js").Part} Part */
/** @typedef {import("./index-types.js").Summary} Summary */
/** @typedef {import("./store.js").Name} Name */
/** @typedef {import("./cube.js").Window} Window */
/** @typedef {import("./axis.js").Axis} Axis */
const CALM = 700; // milliseconds without a change before cubes are fetched for a drag that may come
const FRESH = 10_000; // milliseconds between two questions whether events have changed
const ONE_STEP = 1000; // milliseconds in which steps of the window are one for the back button
const LISTED = 30; // events of an area that are listed rather than zoomed to

/** @param {string} name @returns {any} */
const byId = (name) => document.getElementById(name);

/** What hands have set before this was there (first-look.js marks it), to be done once more. @param {HTMLElement} root */
function changedEarly(root) {
  return [...root.querySelectorAll("[data-early]")].map((found) => {
    const control = /** @type {HTMLInputElement} */ (found);
    const { value, checked } = control;
    return () => {
      Object.assign(control, { value, checked });
      control.dispatchEvent(new Event("change", { bubbles: true }));
    };
  });
}

/** Set by buildViews. @returns {any} */
const later = () => null;

export class Explorer {
  /** @type {Timeline} */ timeline = later();
  /** @type {Player} */ player = later();
  /** @type {EventList} */ list = later();
  /** @type {Filters} */ filters = later();
  /** @type {Popup} */ popup = later();
  /** @type {Selection} */ selection = later();
  /** @type {Sheets} */ sheets = later();
  /** @type {Share} */ share = later();
  listTimer = 0;
  calm = 0;
  townTimer = 0;
  spanTimer = 0;
  toastTimer = 0;
  committedAt = -Infinity;

  /** @param {import("./first-map.js").FirstMap} first */
  constructor(first) {
    const { map, config, index, store, tiles, layer, view } = first;
    this.map = map;
    this.config = config;
    this.index = index;
    this.store = store;
    this.tiles = tiles;
    this.layer = layer;
    this.seen = boundsOf(map); // when it was last moved by hand
    this.viewBefore = view;
    this.state = store.get();
    this.isQuiet = false; // the map is moved by us
    this.isPanned = false;
    this.isSheetOfFilters = false;
    this.total = 0;
    const onError = (/** @type {Error} */ error) => this.say(t("The events could not be loaded: {reason}.", { reason: error.message }));
    this.questions = new Questions(index, {
      state: () => this.state, bounds: () => this.bounds, axis: () => this.timeline.wantedAxis(),
      onAnswer: (summary, axis) => this.take(summary, axis), onError,
    });
    this.buildViews(onError);
    Object.assign(first, { onError, onDrawn: () => this.onDrawn(), onNews: () => this.onNews() });
  }

  /** @param {(error: Error) => void} onError */
  buildViews(onError) {
    const { map, config, index, store } = this;
    this.timeline = new Timeline(byId("timeline"), config.symbols, {
      onWindow: (window, isFinal) => this.onWindow(window, isFinal), onView: (view) => this.onTimelineView(view),
    });
    this.player = new Player({ play: byId("play"), speed: byId("speed"), mode: byId("play-mode") }, {
      window: () => this.timeline.closed(), view: () => this.timeline.playable(),
      show: (window) => this.timeline.take(window), stop: () => this.onWindow(this.timeline.window, true),
    });
    this.list = new EventList(byId("list"), byId("announce"), {
      load: (after, signal) => index.list(this.state, { bounds: this.bounds, after }, signal),
      onPick: (item) => this.pick(item), onPoint: (points) => this.layer.mark(points), onError,
    });
    this.filters = new Filters({ form: byId("filters"), facets: byId("facets"), chips: byId("chips"), errors: byId("filter-errors"), badge: byId("filter-badge") },
      config, (patch) => { this.player.pause(); store.set(patch); });
    this.popup = new Popup(map, {
      onOpen: (id, points) => { this.list.pick(id); this.layer.mark(points); },
      onClose: () => { this.list.pick(0); this.layer.mark([]); }, onError,
    });
    this.selection = new Selection(map, { box: byId("draw-box"), polygon: byId("draw-polygon"), hint: byId("map-hint") },
      (area) => store.set({ area: writeArea(area) }));
    new PlaceSearch(byId("place-search"), byId("place-options"), {
      find: (q, signal) => index.places(q, signal), onPick: (spot) => map.setView([spot.latitude, spot.longitude], spot.zoom),
    });
    this.sheets = new Sheets(byId("explorer"), byId("dock"), (sheet) => this.onSheet(sheet));
    this.share = new Share(byId("share"), config.addresses, (text) => this.tell(text));
  }

  start() {
    const box = this.map.getContainer();
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", t("Map of events; the list holds the same events. Arrow keys move it, plus and minus zoom."));
    this.listen();
    const early = changedEarly(byId("explorer"));
    if (this.config.extent) this.timeline.setExtent(daysOf(this.config.extent));
    this.timeline.setView(daysOf(this.state.span.split("~")));
    if (viewText(this.map) !== this.viewBefore) this.look(); // moved before anyone listened
    this.showState();
    this.onDrawn();
    /** @type {Part[]} */
    const parts = ["count", "histogram"];
    if (this.config.extent === undefined) parts.push("extent");
    if (this.config.box === undefined && !this.state.at) parts.push("box");
    if (this.areFacetsSeen) parts.push("facets");
    this.questions.ask(parts);
    const isListed = byId("list").querySelector(".event-item") !== null; // a page comes with the newest of everything, a file with none
    if (this.state.at || this.state.order || !isListed) this.list.reload();
    byId("explorer").dataset.ready = "true"; // all that answers to hands is there
    for (const again of early) again();
  }

  listen() {
    const { map, store } = this;
    store.onChange((state, changed) => this.onState(state, changed));
    map.on("click", (/** @type {any} */ event) => this.onMapClick(event));
    map.on("mousemove", (/** @type {any} */ event) => this.onMapHover(event));
    map.on("moveend", () => this.onMoved());
    map.on("autopanstart", () => { this.isPanned = true; });
    for (const name of ["from", "to"]) byId(name).addEventListener("change", () => this.onTypedDates());
    byId("show").addEventListener("change", (/** @type {any} */ event) => store.set({ show: event.target.value }));
    byId("order").addEventListener("change", (/** @type {any} */ event) => this.onOrder(event.target.value));
    byId("timeline-reset").addEventListener("click", () => { this.player.pause(); store.set({ from: "", to: "" }); });
    byId("axis-in").addEventListener("click", () => this.timeline.zoomBy(0.5));
    byId("axis-out").addEventListener("click", () => this.timeline.zoomBy(2));
    byId("axis-all").addEventListener("click", () => this.timeline.changeView(null));
    byId("fit").addEventListener("click", () => this.fitAll());
    byId("full-screen").addEventListener("click", () => this.onFullScreen());
    byId("reset").addEventListener("click", (/** @type {Event} */ event) => this.onReset(event));
    byId("filter-more").addEventListener("toggle", () => { if (this.areFacetsSeen) this.questions.ask(["facets"]); });
    for (const name of ["pointerenter", "focusin"]) byId("timeline-panel").addEventListener(name, () => this.tiles.prepare(this.timeline.wantedAxis()));
    for (const [name, isOn] of /** @type {const} */ ([["beforeprint", true], ["afterprint", false]])) window.addEventListener(name, () => this.onPrint(isOn));
    window.setInterval(() => this.checkNews(), FRESH);
    document.addEventListener("visibilitychange", () => this.checkNews());
    document.addEventListener("fullscreenchange", () => map.invalidateSize());
    new ResizeObserver(() => this.keepQuiet(() => map.invalidateSize({ animate: false }))).observe(map.getContainer());
  }

  // The question ------------------------------------------------------------------------------------

  /** Until the map is moved by hand, everything is asked for: what has no place included. */
  get bounds() { return this.state.at ? this.seen : null; }

  onMoved() {
    if (this.isPanned) this.isPanned = false; // to make room for a popup
    else if (!this.isQuiet) this.look();
  }

  look() {
    this.seen = boundsOf(this.map);
    this.store.set({ at: viewText(this.map) }, { push: false });
  }

  get areFacetsSeen() { return byId("filter-more").open || this.isSheetOfFilters; }

  /** @param {State} state @param {Set<Name>} changed */
  onState(state, changed) {
    this.state = state;
    const has = (/** @type {readonly Name[]} */ names) => names.some((name) => changed.has(name));
    const [isFilter, isWindow] = [has(FILTERS), has(WINDOW)];
    if (changed.has("at") && state.at && state.at !== viewText(this.map)) this.lookAt(state.at);
    if (isFilter || isWindow) {
      this.tiles.ask(state);
      this.layer.settle();
      this.popup.close();
    }
    if (has(["show"])) this.layer.setShow(state.show);
    if (has(["span"])) this.timeline.setView(daysOf(state.span.split("~")));
    this.showState();
    this.askAgain(isFilter, isWindow, has(["at"]), has(["span"]));
    if (isFilter || isWindow || has(["at", "order"])) this.reloadList(has(["at"]) ? 150 : 0);
  }

  /** @param {boolean} isFilter @param {boolean} isWindow @param {boolean} isView @param {boolean} isSpan */
  askAgain(isFilter, isWindow, isView, isSpan) {
    /** @type {Part[]} */
    const parts = [];
    if (isFilter || isWindow || isView) parts.push("count");
    if (isFilter || isView || isSpan) parts.push("histogram");
    if (isFilter) parts.push("extent");
    if (this.areFacetsSeen && parts.includes("count")) parts.push("facets");
    if (parts.length) this.questions.ask(parts, isFilter || isWindow ? 0 : 120);
  }

  /** @param {number} wait */
  reloadList(wait) {
    clearTimeout(this.listTimer);
    this.listTimer = window.setTimeout(() => this.list.reload(), wait);
  }

  /** What the controls say. */
  showState() {
    const { state } = this;
    const window = /** @type {Window} */ ([fromIso(state.from), fromIso(state.to)]);
    this.timeline.setWindow(window);
    this.showDates(window);
    this.filters.show(state);
    byId("show").value = state.show;
    byId("order").value = state.order;
    byId("order").querySelector("[value=relevance]").disabled = !state.q;
    this.selection.show(readArea(state.area));
    const bounds = this.bounds;
    const inside = bounds ? `in=${bounds.map((degrees) => Number(degrees.toFixed(4)))}` : "";
    const whole = this.store.query();
    const joined = (/** @type {string} */ query) => [query, inside].filter(Boolean).join("&");
    this.share.show({ csv: joined(this.store.query([...FILTERS, ...WINDOW])), standalone: joined(whole), embed: whole });
  }

  /** @param {Window} window */
  showDates([first, last]) {
    byId("from").value = first === null ? "" : toIso(first);
    byId("to").value = last === null ? "" : toIso(last);
    byId("timeline-reset").hidden = first === null && last === null;
  }

  // Answers -----------------------------------------------------------------------------------------

  /** @param {Summary} summary @param {Axis | null} axis */
  take(summary, axis) {
    this.say("");
    this.total = summary.total ?? this.total;
    if (summary.extent !== undefined) this.timeline.setExtent(daysOf(summary.extent));
    if (summary.histogram && axis) this.timeline.setHistogram(axis, summary.histogram);
    if (this.lacksHistogram(axis)) this.questions.ask(["histogram"]);
    if (summary.count !== undefined) this.showCount(summary.count, false);
    if (summary.facets) this.filters.setFacets(summary.facets);
    if (summary.box !== undefined && !this.state.at) this.keepQuiet(() => fit(this.map, summary.box));
    this.filters.showErrors(summary.errors ?? []);
    byId("fit").hidden = false;
    clearTimeout(this.calm);
    this.calm = window.setTimeout(() => this.tiles.prepare(this.timeline.wantedAxis()), CALM);
  }

  /** The axis is not the one that was asked for. @param {Axis | null} axis */
  lacksHistogram(axis) {
    const wanted = this.timeline.wantedAxis();
    return wanted !== null && (axis === null || axis.edges[0] !== wanted.edges[0] || axis.bins !== wanted.bins);
  }

  /** @param {number} count @param {boolean} isAbout */
  showCount(count, isAbout) {
    const words = tn(count, "{n} event", "{n} events");
    byId("count").textContent = isAbout ? t("About {events}", { events: words }) : words;
    byId("dock-count").textContent = inShort(count);
    byId("timeline-count").textContent = t("{n} of {total}", { n: (isAbout ? "≈ " : "") + inFigures(count), total: inFigures(Math.max(count, this.total)) });
  }

  onDrawn() {
    const { layer } = this;
    const isRamp = layer.areas.length > 0 && layer.show === "";
    byId("legend-ramp").hidden = !isRamp;
    if (isRamp) {
      byId("legend-least").textContent = inShort(layer.least);
      byId("legend-most").textContent = inShort(layer.most);
    }
    clearTimeout(this.townTimer);
    if (!layer.isDragged) this.townTimer = window.setTimeout(() => this.map.baseMap?.setDots(layer.points()), 250);
  }

  /** Who looks at the page sees what is published meanwhile; who drags the window is left alone. */
  checkNews() {
    if (document.visibilityState === "visible" && !this.layer.isDragged) this.index.check?.().catch(() => {});
  }

  /** Events have changed on the server. */
  onNews() {
    this.tiles.forget();
    this.layer.redraw();
    if (byId("side-panel").scrollTop < 100 && !byId("list").contains(document.activeElement)) this.reloadList(50);
    this.questions.ask(["count", "histogram", "extent", ...(this.areFacetsSeen ? /** @type {Part[]} */ (["facets"]) : [])], 50);
  }

  // What people do ----------------------------------------------------------------------------------

  /** @param {Window} window @param {boolean} isFinal */
  onWindow(window, isFinal) {
    if (isFinal) {
      if (!this.player.isPlaying) this.commit(window);
      return;
    }
    this.layer.drag(window);
    this.showDates(window);
    this.showCount(this.timeline.estimate(window), true);
  }

  /** @param {Window} window */
  commit([first, last]) {
    const patch = { from: first === null ? "" : toIso(first), to: last === null ? "" : toIso(last) };
    const isSame = patch.from === this.state.from && patch.to === this.state.to;
    const now = performance.now();
    this.store.set(patch, { push: now - this.committedAt > ONE_STEP });
    this.committedAt = now;
    if (!isSame) return;
    this.tiles.setWindow([first, last], this.tiles.committed);
    this.layer.settle();
    this.questions.ask(["count"]);
  }

  /** Nearest is nearest to the middle of what is looked at. @param {string} order */
  onOrder(order) {
    const isFresh = order === "nearest" && !this.state.at;
    if (isFresh) this.seen = boundsOf(this.map);
    this.store.set(isFresh ? { order, at: viewText(this.map) } : { order });
  }

  onTypedDates() {
    this.player.pause();
    const [first, last] = [fromIso(byId("from").value), fromIso(byId("to").value)];
    const isWrong = first !== null && last !== null && first > last;
    this.filters.showErrors(isWrong ? [t("The window ends ({last}) before it begins ({first}).", { first: inWords(first), last: inWords(last) })] : []);
    if (!isWrong) this.commit([first, last]);
  }

  /** @param {[number, number] | null} view */
  onTimelineView(view) {
    clearTimeout(this.spanTimer);
    const span = view ? view.map((day) => toIso(Math.round(day))).join("~") : "";
    this.spanTimer = window.setTimeout(() => {
      this.store.set({ span }, { push: false });
      this.tiles.prepare(this.timeline.wantedAxis());
    }, 160);
  }

  async fitAll() {
    const { box } = await this.index.summary(this.state, { bounds: null, axis: null, parts: ["box"] });
    this.keepQuiet(() => fit(this.map, box));
    this.store.set({ at: "" });
  }

  /** @param {Event} event */
  onReset(event) {
    event.preventDefault();
    this.player.pause();
    const { at, show } = this.state;
    this.store.set({ ...readState(""), at, show });
    byId("count").focus({ preventScroll: true });
  }

  onFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else byId("explorer").requestFullscreen();
  }

  /** @param {string} sheet */
  onSheet(sheet) {
    this.isSheetOfFilters = sheet === "filters" && Boolean(this.sheets?.isPhone);
    if (this.isSheetOfFilters) {
      byId("filter-more").open = true;
      this.questions.ask(["facets"]);
    }
  }

  /** @param {boolean} isOn */
  onPrint(isOn) {
    document.documentElement.classList.toggle("is-printed", isOn);
    const filters = this.filters.chipsOf(this.state).map(([, , text]) => text);
    byId("print-window").textContent = [byId("count").textContent, ...(filters.length ? filters : [t("All time")])].join(" · ");
    this.keepQuiet(() => this.map.invalidateSize({ animate: false, pan: false }));
  }

  /** @param {any} event */
  onMapClick({ containerPoint }) {
    const hit = this.selection.isActive ? null : this.layer.hit(containerPoint);
    if (!hit) return;
    const isFar = hit.box && hit.count > LISTED && this.map.getZoom() < this.map.getMaxZoom() - 1;
    if (isFar) this.zoomTo(hit);
    else this.popup.open(hit.box ? pagesIn(this.index, this.state, hit.box) : pagesOf(this.index, hit.ids), hit.count, hit.latlng, null);
  }

  /** @param {import("./event-layer.js").Hit} hit */
  zoomTo({ latlng }) {
    this.map.setView(latlng, Math.min(this.map.getMaxZoom(), this.map.getZoom() + 2));
  }

  /** @param {any} event */
  onMapHover({ containerPoint }) {
    const isOver = !this.selection.isActive && Boolean(this.layer.hit(containerPoint));
    this.map.getContainer().classList.toggle("is-over-dot", isOver);
  }

  /** Open an event of the list; the popup takes the focus and gives it back. @param {import("./list.js").Item} item */
  async pick({ id, points, button }) {
    if (this.sheets.isPhone) this.sheets.open("");
    this.keepQuiet(() => this.bringInView(points)); // the list stays as it is
    await this.popup.open(pagesOf(this.index, [id]), 1, points[0] ?? this.map.getCenter(), button);
  }

  /** @param {[number, number][]} points */
  bringInView(points) {
    if (points.length > 1) this.map.fitBounds(points, { padding: [40, 40], maxZoom: 7, animate: false });
    else if (points.length && !this.map.getBounds().pad(-0.15).contains(points[0])) {
      this.map.setView(points[0], Math.max(this.map.getZoom(), 4), { animate: false });
    }
  }

  // Telling -----------------------------------------------------------------------------------------

  /** @param {string} at */
  lookAt(at) {
    this.keepQuiet(() => look(this.map, at));
    this.seen = boundsOf(this.map);
  }

  /** @param {() => void} move */
  keepQuiet(move) {
    const before = this.isQuiet;
    this.isQuiet = true;
    move();
    this.isQuiet = before;
  }

  /** What went wrong, until it goes right. @param {string} text */
  say(text) {
    byId("map-message").textContent = text;
    byId("map-message").hidden = !text;
  }

  /** What was done, for a moment. @param {string} text */
  tell(text) {
    const toast = byId("map-done");
    toast.textContent = text;
    clearTimeout(this.toastTimer);
    this.toastTimer = window.setTimeout(() => { toast.textContent = ""; }, 3000);
  }
}

/** @param {readonly string[] | null} dates @returns {[number, number] | null} */
function daysOf(dates) {
  const [first, last] = (dates ?? []).map(fromIso);
  return first === null || last === null || first === undefined || last === undefined ? null : [first, last];
}
