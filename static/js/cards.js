/** Cards of events for popups: every text is written with textContent, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @returns {HTMLElement} */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

export function glyph({ family, path }) {
  const svg = document.createElementNS(SVG, "svg");
  const shape = document.createElementNS(SVG, "path");
  const attributes = { viewBox: "-1 -1 14 14", width: "14", height: "14", "aria-hidden": "true" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  svg.classList.add("glyph", `family-${family}`);
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/** Only addresses of the web become links. */
export function webAddress(text) {
  try {
    const url = new URL(text, window.location.href);
    return ["http:", "https:"].includes(url.protocol) ? url.href : "";
  } catch {
    return "";
  }
}

function link(text, address, attributes = {}) {
  const href = webAddress(address);
  return href ? make("a", { href, ...attributes }, text) : text;
}

/** One event in full. @param {any} card as /events/<id>/card/ answers */
export function fullCard(card) {
  const kind = card.planned ? `${card.typeLabel}, planned` : card.typeLabel;
  const box = make("div", { class: "popup-card" },
    make("p", { class: "kicker" }, glyph(card), ` ${kind}`),
    make("h3", { dir: "auto" }, card.title),
    make("p", { class: "popup-dates" }, card.dates,
      card.datePrecision ? make("span", { class: "precision" }, card.datePrecision) : null));
  if (card.places.length) box.append(placeList(card.places));
  if (card.quote) box.append(make("blockquote", { dir: "auto" }, make("p", {}, card.quote)));
  if (card.source) box.append(sourceLine(card.source));
  box.append(make("p", { class: "popup-more" }, link("Event page", card.url)));
  return box;
}

function placeList(places) {
  const list = make("ul", { class: "places" });
  for (const place of places.slice(0, 4)) {
    list.append(make("li", {}, make("span", { dir: "auto" }, place.name),
      make("span", { class: "precision" }, place.precision)));
  }
  if (places.length > 4) list.append(make("li", {}, `and ${places.length - 4} more`));
  return list;
}

function sourceLine({ name, title, published, url, page }) {
  const words = [name, published].filter(Boolean).join(", ");
  const line = make("p", { class: "source-line" }, words ? make("span", {}, words) : null);
  line.append(" ", link(title ? "Article" : "Article", page));
  if (webAddress(url) && url) line.append(" ", link("Original", url, { rel: "noopener noreferrer nofollow" }));
  return line;
}

/** Several events at one point: a list of buttons. @param {(card: any) => void} onPick */
export function cardList(cards, total, onPick) {
  const list = make("ul", { class: "popup-list" });
  for (const card of cards) {
    const button = make("button", { type: "button" }, glyph(card),
      make("span", { dir: "auto" }, card.title), make("span", { class: "precision" }, card.dates));
    button.addEventListener("click", () => onPick(card));
    list.append(make("li", {}, button));
  }
  const box = make("div", { class: "popup-card" },
    make("h3", {}, `${total} events here`), list);
  if (total > cards.length) {
    box.append(make("p", { class: "precision" }, `The newest ${cards.length} are listed.`));
  }
  return box;
}
