/**
 * Puts the drawing that the page came with where the map is going to look, before Leaflet is there.
 * Not a module: the page has it in itself, and runs it as soon as the drawing is read.
 */
(() => {
  const EDGE = 85.0511287798;
  const PADDING = 80; // in pixels, both sides together; with the others as map-view.js has it
  const [MOST_FIT, SNAP, LEAST, MOST] = [6, 0.5, 1, 14];
  const USUAL = [-58, 74];

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

  document.documentElement.classList.add("has-script");
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
