/** Cards of events for popups and the list: every text is written with textContent, never as markup. */

import { t, tn } from "./words.js";

/** @typedef {import("./index-types.js").Card} Card */
/** @typedef {NonNullable<Card["source"]>} Told */

const SVG = "http://www.w3.org/2000/svg";
const MOST_PLACES = 4;

/**
 * @param {string} name @param {Record<string, string>} [attributes] @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.flatMap((child) => (child === null || child === "" ? [] : [child])));
  return element;
}

/** @param {{family: string, path: string}} symbol */
export function glyph({ family, path }) {
  const svg = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  const attributes = { viewBox: "-1 -1 14 14", width: "14", height: "14", "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  svg.classList.add("glyph", `family-${family}`);
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** Only addresses of the web become links. @param {string} text */
function webAddress(text) {
  try {
    const url = new URL(text, window.location.href);
    return ["http:", "https:"].includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

/** @param {string} text @param {string} address @param {Record<string, string>} [attributes] */
function link(text, address, attributes = {}) {
  const href = webAddress(address);
  return href ? make("a", { href, ...attributes }, text) : text;
}

/** @param {Card} card */
const kindOf = (card) => (card.planned ? t("{type}, planned", { type: card.typeLabel }) : card.typeLabel);

/** One event in full. @param {Card} card */
export function fullCard(card) {
  const box = make("div", { class: "popup-card" },
    make("p", { class: "kicker" }, glyph(card), ` ${kindOf(card)}`),
    make("h3", { dir: "auto" }, card.title),
    make("p", { class: "popup-dates" }, card.dates,
      card.datePrecision ? make("span", { class: "precision" }, card.datePrecision) : null));
  if (card.places.length) box.append(placeList(card.places));
  if (card.quote) box.append(make("blockquote", { dir: "auto" }, make("p", {}, card.quote)));
  if (card.source) box.append(sourceLine(card.source));
  box.append(make("p", { class: "popup-more" }, link(t("Event page"), card.url)));
  return box;
}

/** @param {Card["places"]} places */
function placeList(places) {
  const list = make("ul", { class: "places" });
  for (const place of places.slice(0, MOST_PLACES)) {
    list.append(make("li", {}, make("span", { dir: "auto" }, place.name), make("span", { class: "precision" }, place.precision)));
  }
  if (places.length > MOST_PLACES) list.append(make("li", {}, t("and {n} more", { n: places.length - MOST_PLACES })));
  return list;
}

/** @param {Told} told */
function sourceLine({ name, published, url, page }) {
  const words = [name, published].filter(Boolean).join(", ");
  const line = make("p", { class: "source-line" }, words ? make("span", { dir: "auto" }, words) : null);
  line.append(" ", link(t("Article"), page));
  if (url && webAddress(url)) line.append(" ", link(t("Original"), url, { rel: "noopener noreferrer nofollow" }));
  return line;
}

/** Several events at one point, as buttons. @param {Card[]} cards @param {(card: Card) => void} onPick */
export function cardButtons(cards, onPick) {
  return cards.map((card) => {
    const button = make("button", { type: "button" }, glyph(card),
      make("span", { dir: "auto" }, card.title), make("span", { class: "precision" }, card.dates));
    button.addEventListener("click", () => onPick(card));
    return make("li", {}, button);
  });
}

/** @param {number} count */
export const manyHere = (count) => tn(count, "{n} event here", "{n} events here");

/** An event in the list, as the server's own _list.html makes it. @param {Card} card */
export function listItem(card) {
  const points = card.places.map(({ latitude, longitude }) => `${latitude},${longitude}`).join(" ");
  const names = card.places.slice(0, 3).map(({ name }) => name).join(" · ");
  return make("li", { class: "event-item", "data-id": String(card.id), "data-points": points },
    make("h3", {}, make("button", { type: "button", class: "event-pick" }, glyph(card), make("span", { dir: "auto" }, card.title))),
    make("p", { class: "event-facts" }, make("span", { class: "event-dates" }, card.dates),
      names ? make("span", { class: "event-places", dir: "auto" }, card.places.length > 3 ? t("{names} and more", { names }) : names) : null),
    make("p", { class: "event-facts" }, make("span", {}, kindOf(card)),
      webAddress(card.url) ? make("a", { href: webAddress(card.url) }, t("Event page"), make("span", { class: "visually-hidden" }, `: ${card.title}`)) : null));
}
