/** The panel of filters: each value with the events it would leave, and chips of what is set. */

import { readArea } from "./area.js";
import { make } from "./cards.js";
import { fromIso, inWords } from "./days.js";
import { inFigures, locale, t, tn } from "./words.js";

/** @typedef {import("./index-types.js").State} State */
/** @typedef {import("./index-types.js").FacetValue} FacetValue */
/** @typedef {import("./store.js").Name} Name */
/** @typedef {"type" | "source" | "country" | "division" | "where_prec" | "date_prec" | "actor" | "status"} ListName */
/** @typedef {Partial<Record<string, Record<string, string>>>} Labels words for values, by filter */
/** @typedef {{name: ListName, label: string}} Facet */

const SHOWN = 7; // values of a facet before "Show all"
const MANY = 12; // values from which they can be searched

export class Filters {
  /**
   * @param {{form: HTMLFormElement, facets: HTMLElement, chips: HTMLElement, errors: HTMLElement, badge: HTMLElement}} parts
   * @param {{labels: Labels, isEditor: boolean}} config @param {(patch: Partial<State>) => void} onChange
   */
  constructor(parts, { labels, isEditor }, onChange) {
    this.parts = parts;
    this.labels = labels;
    this.onChange = onChange;
    /** @type {State | null} */
    this.state = null;
    /** @type {Record<string, FacetValue[]>} */
    this.values = {};
    this.names = new Map(Object.entries(labels).flatMap(([name, words]) =>
      Object.entries(words ?? {}).map(([value, label]) => /** @type {[string, string]} */ ([`${name}|${value}`, label]))));
    /** @type {Facet[]} */
    this.facets = [
      { name: "country", label: t("Country") }, { name: "division", label: t("Division") }, { name: "source", label: t("Source") },
      { name: "actor", label: t("Actor") }, { name: "where_prec", label: t("Precision of the place") },
      { name: "date_prec", label: t("Precision of the days") },
    ];
    if (isEditor) this.facets.push({ name: "status", label: t("Status") });
    this.boxes = new Map(this.facets.map((facet) => [facet.name, this.buildFacet(facet)]));
    this.confidence = /** @type {HTMLSelectElement} */ (make("select", { id: "confidence", name: "confidence" }));
    parts.form.querySelector(".filter-exact")?.remove(); // a chip says it
    this.build();
    this.listen();
  }

  build() {
    this.confidence.addEventListener("change", () => this.onChange({ confidence: this.confidence.value }));
    this.parts.facets.replaceChildren(...[...this.boxes.values()].map(({ root }) => root),
      make("div", { class: "filter-row" }, make("label", { for: "confidence" }, t("Confidence")), this.confidence));
  }

  /** @param {Facet} facet */
  buildFacet({ name, label }) {
    const list = make("ul", { class: "facet-values" });
    const chosen = make("span", { class: "facet-chosen" });
    const search = /** @type {HTMLInputElement} */ (make("input", { type: "search", class: "facet-search", "aria-label": t("Search in {name}", { name: label }), placeholder: t("Search") }));
    const more = make("button", { type: "button", class: "link facet-more" });
    const legend = make("legend", { class: "visually-hidden" }, label);
    const root = /** @type {HTMLDetailsElement} */ (make("details", { class: "facet", "data-facet": name },
      make("summary", {}, make("span", {}, label), chosen), make("fieldset", {}, legend, search, list, more)));
    const box = { root, list, chosen, search, more, isLong: false };
    search.addEventListener("input", () => this.fill(name));
    more.addEventListener("click", () => { box.isLong = !box.isLong; this.fill(name); });
    list.addEventListener("change", () => this.onChange({
      [name]: [...list.querySelectorAll("input")].filter(({ checked }) => checked).map(({ value }) => value),
    }));
    root.addEventListener("toggle", () => this.fill(name));
    return box;
  }

  listen() {
    const { form, chips } = this.parts;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.onChange({ q: this.field("q").value.trim(), ...this.placePatch() });
    });
    form.addEventListener("change", (event) => {
      const { name } = /** @type {HTMLInputElement} */ (event.target);
      if (name === "type") this.onChange({ type: [...form.querySelectorAll("input[name=type]:checked")].map((input) => /** @type {HTMLInputElement} */ (input).value) });
      if (name === "place") this.onChange(this.placePatch());
    });
    this.field("q").addEventListener("search", () => { if (!this.field("q").value) this.onChange({ q: "" }); });
    chips.addEventListener("click", (event) => {
      const chip = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("button[data-name]"));
      if (chip) this.remove(/** @type {Name} */ (chip.dataset.name), chip.dataset.value ?? "");
    });
  }

  /** @param {string} name @returns {HTMLInputElement} */
  field(name) { return /** @type {HTMLInputElement} */ (this.parts.form.elements.namedItem(name)); }

  /** The number of a place stays while its field is empty. @returns {Partial<State>} */
  placePatch() {
    const place = this.field("place").value.trim();
    return place || !isNumber(this.state?.place ?? "") ? { place } : {};
  }

  /** @param {State} state */
  show(state) {
    const before = this.state;
    this.state = state; // what is being typed stays while another filter changes
    if (before?.q !== state.q) this.field("q").value = state.q;
    if (before?.place !== state.place) this.field("place").value = isNumber(state.place) ? "" : state.place;
    for (const input of this.parts.form.querySelectorAll("input[name=type]")) {
      const box = /** @type {HTMLInputElement} */ (input);
      box.checked = state.type.includes(box.value);
    }
    for (const { name } of this.facets) this.fill(name);
    this.fillConfidence();
    this.showChips(state);
  }

  /** @param {Record<string, FacetValue[]>} values */
  setFacets(values) {
    this.values = values;
    for (const [name, list] of Object.entries(values)) {
      for (const [value, label] of list) if (label) this.names.set(`${name}|${value}`, label);
    }
    this.countTypes();
    if (this.state) this.show(this.state);
  }

  countTypes() {
    const counts = new Map(this.values.type?.map(([value, , count]) => [value, count]));
    for (const chip of this.parts.form.querySelectorAll("label.chip")) {
      const input = /** @type {HTMLInputElement} */ (chip.querySelector("input"));
      const count = counts.get(input.value) ?? 0;
      let number = chip.querySelector(".facet-count");
      if (!number) chip.append(number = make("span", { class: "facet-count" }));
      number.textContent = inFigures(count);
      chip.classList.toggle("is-none", !count && !input.checked);
    }
  }

  /** @param {ListName} name */
  fill(name) {
    const box = this.boxes.get(name);
    if (!box || !this.state) return;
    const wanted = this.state[name];
    const known = this.values[name] ?? [];
    const all = [...wanted.filter((value) => !known.some(([other]) => other === value)).map((value) => /** @type {FacetValue} */ ([value, "", 0])), ...known];
    box.root.hidden = !all.length || (name === "division" && known.length < 2 && !wanted.length);
    box.chosen.textContent = wanted.map((value) => this.label(name, value)).join(", ");
    if (!box.root.open) return;
    const words = box.search.value.trim().toLowerCase();
    const found = all.filter(([value]) => !words || this.label(name, value).toLowerCase().includes(words));
    const shown = box.isLong || words ? found : found.filter(([value], index) => index < SHOWN || wanted.includes(value));
    const most = Math.max(1, ...known.map(([, , count]) => count));
    box.search.hidden = all.length < MANY;
    box.more.hidden = Boolean(words) || found.length <= SHOWN;
    box.more.textContent = box.isLong ? t("Show fewer") : t("Show all {n}", { n: inFigures(found.length) });
    this.refill(box.list, shown.map(([value, , count]) => this.valueItem(name, value, count, most, wanted.includes(value))));
  }

  /** The focus stays on the value it was on. @param {HTMLElement} list @param {HTMLElement[]} items */
  refill(list, items) {
    const focused = list.contains(document.activeElement) ? /** @type {HTMLInputElement} */ (document.activeElement).value : null;
    list.replaceChildren(...items);
    if (focused === null) return;
    [...list.querySelectorAll("input")].find(({ value }) => value === focused)?.focus({ preventScroll: true });
  }

  /** @param {ListName} name @param {string} value @param {number} count @param {number} most @param {boolean} isChecked */
  valueItem(name, value, count, most, isChecked) {
    const input = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", value }));
    input.checked = isChecked;
    const bar = make("span", { class: "facet-bar" });
    bar.style.width = `${Math.max(1, count / most * 100)}%`;
    return make("li", {}, make("label", {}, input, make("span", { class: "facet-name", dir: "auto" }, this.label(name, value)),
      make("span", { class: "facet-count" }, inFigures(count)), bar));
  }

  fillConfidence() {
    const { confidence } = /** @type {State} */ (this.state);
    const bands = (this.values.confidence ?? []).filter(([value]) => Number(value) > 0).sort((a, b) => Number(a[0]) - Number(b[0]));
    const choices = bands.map(([value, , count]) => /** @type {[string, string]} */ ([value, `${atLeast(value)} (${inFigures(count)})`]));
    if (confidence && !choices.some(([value]) => value === confidence)) choices.push([confidence, atLeast(confidence)]);
    this.confidence.replaceChildren(make("option", { value: "" }, t("Any")), ...choices.map(([value, label]) => make("option", { value }, label)));
    this.confidence.value = confidence;
  }

  /** @param {string} name @param {string} value */
  label(name, value) {
    if (name === "country") return countryName(value);
    return this.names.get(`${name}|${value}`) || value;
  }

  /** @param {State} state */
  showChips(state) {
    const chips = this.chipsOf(state).map(([name, value, text]) => make("li", {}, make("button",
      { type: "button", class: "set-chip", "data-name": name, "data-value": value, "aria-label": t("Remove the filter {text}", { text }) },
      make("span", { dir: "auto" }, text), make("span", { class: "cross", "aria-hidden": "true" }, "×"))));
    this.parts.chips.hidden = !chips.length;
    this.parts.chips.replaceChildren(...chips);
    const inPanel = [...this.facets.map(({ name }) => state[name].length), state.type.length, state.place ? 1 : 0, state.confidence ? 1 : 0];
    const number = inPanel.reduce((a, b) => a + b, 0);
    this.parts.badge.textContent = number ? tn(number, "{n} set", "{n} set") : "";
  }

  /** @param {State} state @returns {[Name, string, string][]} */
  chipsOf(state) {
    /** @type {[Name, string, string][]} */
    const chips = [];
    if (state.q) chips.push(["q", "", `“${state.q}”`]);
    for (const name of /** @type {ListName[]} */ (["type", ...this.facets.map((facet) => facet.name)])) {
      for (const value of state[name]) chips.push([name, value, this.label(name, value)]);
    }
    if (state.place) chips.push(["place", "", isNumber(state.place) ? this.label("place", state.place) : t("Place: {name}", { name: state.place })]);
    if (state.confidence) chips.push(["confidence", "", t("Confidence {least}", { least: atLeast(state.confidence) })]);
    if (state.area) chips.push(["area", "", readArea(state.area)?.length === 2 ? t("In the box drawn") : t("In the area drawn")]);
    if (state.from || state.to) chips.push(["from", "", windowWords(state)]);
    return chips;
  }

  /** @param {Name} name @param {string} value */
  remove(name, value) {
    if (!this.state) return;
    if (name === "from") this.onChange({ from: "", to: "" });
    else if (Array.isArray(this.state[name])) this.onChange({ [name]: /** @type {string[]} */ (this.state[name]).filter((other) => other !== value) });
    else this.onChange({ [name]: "" });
    const next = /** @type {HTMLElement | null} */ (this.parts.chips.querySelector("button") ?? this.field("q"));
    next?.focus({ preventScroll: true });
  }

  /** @param {readonly string[]} errors */
  showErrors(errors) {
    this.parts.errors.replaceChildren(...errors.map((error) => make("p", { class: "error" }, error)));
  }
}

/** @param {State} state */
function windowWords({ from, to }) {
  const [first, last] = [fromIso(from), fromIso(to)].map((day) => (day === null ? "" : inWords(day)));
  if (first && last) return t("{first} to {last}", { first, last });
  return first ? t("From {first}", { first }) : t("To {last}", { last });
}

/** @param {string} least */
const atLeast = (least) => `≥ ${Number(least).toLocaleString(locale(), { style: "percent" })}`;

/** @param {string} text */
const isNumber = (text) => /^\d+$/.test(text);

/** @param {string} code ISO 3166-1 alpha-2 */
function countryName(code) {
  try {
    return new Intl.DisplayNames([locale()], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
