/** The article page: a marked word opens what it was read as, beside the text where there is room. */

export {}; // names here are the module's own

const box = document.createElement("div");
box.className = "popover";
box.hidden = true;
box.tabIndex = -1;
box.setAttribute("role", "dialog");
document.body.append(box);
/** @type {HTMLElement | null} */
let opener = null;

document.getElementById("text")?.addEventListener("click", (event) => {
  const link = /** @type {Element} */ (event.target).closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const target = document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  open(link, target);
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !box.hidden) close(true); });
document.addEventListener("pointerdown", (event) => { if (!box.contains(/** @type {Node} */ (event.target))) close(false); });
window.addEventListener("hashchange", openTarget);
openTarget();

/** Followed without the popover, a link opens its entry in the list. */
function openTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}

/** @param {HTMLElement} link @param {HTMLElement} target */
function open(link, target) {
  opener = link;
  const copy = /** @type {HTMLElement} */ (target.cloneNode(true));
  copy.removeAttribute("id");
  const heading = document.createElement("h3");
  heading.className = "popover-title";
  heading.append(...(copy.querySelector("summary")?.childNodes ?? []));
  const shut = document.createElement("button");
  shut.type = "button";
  shut.className = "popover-close";
  shut.setAttribute("aria-label", document.getElementById("text")?.dataset.close ?? "Close");
  shut.textContent = "×";
  shut.addEventListener("click", () => close(true));
  copy.querySelector("summary")?.remove();
  box.replaceChildren(shut, heading, ...copy.childNodes);
  box.setAttribute("aria-label", link.textContent ?? "");
  box.hidden = false;
  place(link);
  box.focus({ preventScroll: true });
}

/** Under the word, inside the page. @param {HTMLElement} link */
function place(link) {
  const word = link.getClientRects()[0];
  const wide = document.documentElement.clientWidth;
  const left = Math.max(8, Math.min(word.left, wide - box.offsetWidth - 8));
  const below = word.bottom + box.offsetHeight + 12 < window.innerHeight || word.top < box.offsetHeight;
  box.style.left = `${left + window.scrollX}px`;
  box.style.top = `${(below ? word.bottom + 6 : word.top - box.offsetHeight - 6) + window.scrollY}px`;
}

/** @param {boolean} isBack */
function close(isBack) {
  if (box.hidden) return;
  box.hidden = true;
  if (isBack) opener?.focus({ preventScroll: true });
}

/** Beside the text: an event lights up the words it rests on, and a chosen value is sent at once. */

for (const card of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".card[data-spans]"))) {
  for (const name of ["pointerenter", "focusin"]) card.addEventListener(name, () => lightUp(card));
  for (const name of ["pointerleave", "focusout"]) card.addEventListener(name, () => CSS.highlights?.delete("event"));
}
for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form.correct"))) {
  form.querySelector(".correct-save")?.setAttribute("hidden", "");
  form.addEventListener("change", () => form.requestSubmit());
}

/** @param {HTMLElement} card */
function lightUp(card) {
  if (!("Highlight" in window)) return;
  const spans = (card.dataset.spans ?? "").split(" ").filter(Boolean).map((span) => span.split("-").map(Number));
  CSS.highlights.set("event", new Highlight(...rangesOf(spans)));
}

/** Code points of the text as ranges of its nodes, which count in UTF-16 units. @param {number[][]} spans start and end */
function rangesOf(spans) {
  const text = document.getElementById("text");
  if (!text) return [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const ranges = [];
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const points = [...(node.nodeValue ?? "")];
    for (const [start, end] of spans) {
      if (end <= before || start >= before + points.length) continue;
      const range = new Range();
      range.setStart(node, units(points, start - before));
      range.setEnd(node, units(points, end - before));
      ranges.push(range);
    }
    before += points.length;
  }
  return ranges;
}

/** @param {string[]} points @param {number} count */
function units(points, count) {
  return points.slice(0, Math.max(0, count)).join("").length;
}
