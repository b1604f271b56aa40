/**
 * Puts the drawing that the page came with where the map is going to look, before Leaflet is there;
 * lets the map's own scripts in once it is painted, since they would hold that up.
 * Not a module: the page has it in itself, and runs it as soon as the drawing is read.
 */
(() => {
  const EDGE = 85.0511287798;
  const PADDING = 80; // in pixels, both sides together; with the others as map-view.js has it
  const [MOST_FIT, SNAP, LEAST, MOST] = [6, 0.5, 1, 14];
  const USUAL = [-58, 74];
  const LONG_ENOUGH = 400; // milliseconds

  /** @param {number} degrees north, as a part of the world's side from the north */
  function down(degrees) {
    const sine = Math.sin(Math.max(-EDGE, Math.min(EDGE, degrees)) * Math.PI / 180);
    return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  }

  /** @param {string | null} at such as 6/40.1/47.5 @returns {[number, number, number] | null} zoom, and the middle in worlds */
  function asked(at) {
    const [zoom, latitude, longitude] = (at ?? "").split("/").map(Number);
    return Number.isFinite(longitude) ? [zoom, (longitude + 180) / 360, down(latitude)] : null;
  }

  /** @param {string} text west,south,east,north @param {number} wide @param {number} high @returns {[number, number, number] | null} */
  function fitted(text, wide, high) {
    const [west, south, east, north] = text.split(",").map(Number);
    if (!Number.isFinite(north)) return null;
    const isUsual = south < USUAL[1] && north > USUAL[0];
    const [top, bottom] = isUsual ? [down(Math.min(north, USUAL[1])), down(Math.max(south, USUAL[0]))] : [down(north), down(south)];
    const [left, right] = [(west + 180) / 360, ((west > east ? east + 360 : east) + 180) / 360];
    const scale = Math.min((wide - PADDING) / (right - left), (high - PADDING) / (bottom - top)) / 256;
    const hundredths = Math.round(Math.log2(scale) / (SNAP / 100)) * (SNAP / 100);
    const zoom = Math.max(LEAST, Math.min(MOST, Math.floor(hundredths / SNAP) * SNAP));
    return [Math.min(zoom, MOST_FIT), (left + right) / 2, (top + bottom) / 2];
  }

  /** Fetches and runs what the page keeps for when it is painted, in its order. */
  function goOn() {
    const kept = /** @type {HTMLTemplateElement | null} */ (document.getElementById("first-scripts"));
    if (!kept) return;
    kept.remove();
    for (const script of kept.content.querySelectorAll("script")) script.async = false;
    document.body.append(kept.content);
  }

  function whenRead() {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", goOn);
    else goOn();
  }

  document.documentElement.classList.add("has-script");
  requestAnimationFrame(() => setTimeout(whenRead));
  setTimeout(whenRead, LONG_ENOUGH); // a page in the background paints nothing
  for (const name of ["input", "change"]) document.addEventListener(name, ({ target }) => {
    const isReady = document.getElementById("explorer")?.dataset.ready;
    if (!isReady) /** @type {HTMLElement} */ (target).dataset.early = ""; // explorer.js does it once more
  });
  const drawing = /** @type {SVGElement | null} */ (document.querySelector("#first-look svg"));
  const room = drawing?.parentElement?.parentElement;
  if (!drawing || !room) return;
  const [wide, high] = [room.clientWidth, room.clientHeight];
  const view = asked(new URLSearchParams(location.search).get("at")) ?? fitted(drawing.dataset.box ?? "", wide, high);
  if (!view) return;
  const [zoom, x, y] = view;
  const world = 256 * 2 ** zoom;
  Object.assign(drawing.style, { display: "block", width: `${world}px`, height: `${world}px`,
    left: `${wide / 2 - x * world}px`, top: `${high / 2 - y * world}px` });
  if (drawing.firstElementChild) requestAnimationFrame(() => setTimeout(() => performance.mark("dateline-dots")));
})();
