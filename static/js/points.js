/** All dots of the map on one canvas: one symbol a place, with the number of its events. */

import { CanvasLayer, copies, property, unitX, unitY } from "./canvas-layer.js";

const CELL = 48; // side of a cell of the hit grid, in pixels
const REACH = 9; // how far beside a dot a pointer may be
const DISC_ZOOM = 4; // from here imprecise places are discs
const VAGUE = 3; // where_prec from which a symbol is hollow

/**
 * A place on the map: the rows (of the columns) that share one point.
 * @typedef {object} Spot
 * @property {number} x in worlds
 * @property {number} y
 * @property {number[]} rows
 * @property {number[]} active those in the window
 */

export const PointLayer = CanvasLayer.extend({
  initialize(options) {
    CanvasLayer.prototype.initialize.call(this, options);
    this.symbols = options.symbols.map((symbol) => ({ ...symbol, shape: new Path2D(symbol.path) }));
    this.spots = [];
    this.marked = new Set();
    this.grid = new Map();
  },

  restyle() {
    this.style = { edge: property(this.canvas, "--dot-edge"), many: property(this.canvas, "--dot-many"),
      ring: property(this.canvas, "--focus"), text: property(this.canvas, "--dot-text"),
      font: getComputedStyle(this.canvas).fontFamily };
    for (const symbol of this.symbols) {
      symbol.colour = property(this.canvas, `--family-${symbol.family}`);
    }
  },

  /** @param {any} columns of /map/data.json */
  setData(columns) {
    const spots = new Map();
    this.columns = columns;
    this.byEvent = new Map();
    for (let row = 0; row < columns.id.length; row += 1) {
      const latitude = columns.latitude[row];
      if (latitude === null) continue;
      const key = `${latitude},${columns.longitude[row]}`;
      let spot = spots.get(key);
      if (!spot) {
        spot = { x: unitX(columns.longitude[row]), y: unitY(latitude), latitude, rows: [], active: [] };
        spots.set(key, spot);
      }
      spot.rows.push(row);
      const own = this.byEvent.get(columns.id[row]);
      if (own) own.push(spot);
      else this.byEvent.set(columns.id[row], [spot]);
    }
    this.spots = [...spots.values()];
    return this;
  },

  /** @param {(row: number) => boolean} isActive */
  setWindow(isActive) {
    for (const spot of this.spots) spot.active = spot.rows.filter(isActive);
    return this.redraw();
  },

  /** Ring the dots of these events. @param {Iterable<number>} ids */
  mark(ids) {
    const marked = new Set(ids);
    if (marked.size === this.marked.size && [...marked].every((id) => this.marked.has(id))) return;
    this.marked = marked;
    this.redraw();
  },

  /** @returns {number[][]} latitude and longitude of each active dot */
  activePoints() {
    return this.spots.filter((spot) => spot.active.length)
      .map((spot) => [spot.latitude, spot.x * 360 - 180]);
  },

  /** @returns {number[][]} latitude and longitude of every dot, in the window or not */
  allPoints() {
    return this.spots.map((spot) => [spot.latitude, spot.x * 360 - 180]);
  },

  /** @returns {number[][]} of one event */
  pointsOf(id) {
    return (this.byEvent.get(id) ?? []).map((spot) => [spot.latitude, spot.x * 360 - 180]);
  },

  draw(frame) {
    this.grid = new Map();
    const shown = this.place(frame);
    if (frame.zoom >= DISC_ZOOM) shown.forEach((dot) => this.drawDisc(frame, dot));
    shown.sort((a, b) => a.radius - b.radius);
    shown.forEach((dot) => this.drawDot(frame.ctx, dot));
    shown.filter((dot) => dot.isMarked).forEach((dot) => this.drawRing(frame.ctx, dot));
    this.canvas.dataset.drawn = String(shown.length);
  },

  /** The dots of this frame, put into the hit grid. */
  place(frame) {
    const shown = [];
    const base = Math.max(4, Math.min(6.5, 3 + frame.zoom * 0.5));
    for (const spot of this.spots) {
      if (!spot.active.length) continue;
      const y = spot.y * frame.world - frame.top;
      if (y < -20 || y > frame.height + 20) continue;
      for (const copy of copies(frame, spot.x - 20 / frame.world, spot.x + 20 / frame.world)) {
        const dot = this.dotOf(spot, (spot.x + copy) * frame.world - frame.left, y, base);
        shown.push(dot);
        this.remember(dot);
      }
    }
    return shown;
  },

  dotOf(spot, x, y, base) {
    const { columns } = this;
    const events = new Set(spot.active.map((row) => columns.id[row]));
    const types = new Set(spot.active.map((row) => columns.type[row]));
    const count = events.size;
    return {
      spot, x, y, count,
      radius: count > 1 ? base + 4 + Math.min(6, Math.log2(count) * 1.2) : base,
      symbol: types.size === 1 ? this.symbols[types.values().next().value] : null,
      colours: count > 1 ? this.coloursOf(spot) : [],
      isVague: spot.active.every((row) => columns.where_prec[row] >= VAGUE),
      isMarked: this.marked.size > 0 && [...events].some((id) => this.marked.has(id)),
    };
  },

  /** Colours of a spot's events with how many have each, most first. */
  coloursOf(spot) {
    const shares = new Map();
    for (const row of spot.active) {
      const { colour } = this.symbols[this.columns.type[row]];
      shares.set(colour, (shares.get(colour) ?? 0) + 1);
    }
    return [...shares].sort((a, b) => b[1] - a[1]);
  },

  drawDisc({ ctx, world }, { spot, x, y, symbol }) {
    const metres = Math.max(...spot.active.map((row) => this.columns.radius_m[row] ?? 0));
    const pixels = metres / (40_075_017 * Math.cos(spot.latitude * Math.PI / 180)) * world;
    if (pixels < 14 || pixels > 1200) return;
    circle(ctx, x, y, pixels);
    ctx.fillStyle = ctx.strokeStyle = symbol?.colour ?? this.style.many;
    ctx.globalAlpha = 0.07;
    ctx.fill();
    ctx.globalAlpha = 0.4;
    ctx.lineWidth = 1;
    ctx.setLineDash([4, 4]);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
  },

  drawDot(ctx, dot) {
    if (dot.count > 1) {
      this.drawMany(ctx, dot);
      return;
    }
    const { x, y, radius, symbol, isVague } = dot;
    const scale = radius / 5;
    ctx.save();
    ctx.translate(x - 6 * scale, y - 6 * scale);
    ctx.scale(scale, scale);
    ctx.lineJoin = "round";
    ctx.fillStyle = isVague ? this.style.edge : symbol.colour;
    ctx.strokeStyle = isVague ? symbol.colour : this.style.edge;
    ctx.lineWidth = (isVague ? 2.2 : 1.2) / scale;
    ctx.fill(symbol.shape);
    ctx.stroke(symbol.shape);
    ctx.restore();
  },

  /** A disc with the number, in a ring of the colours of its events. */
  drawMany(ctx, { x, y, radius, count, colours, isVague }) {
    circle(ctx, x, y, radius + 1);
    ctx.fillStyle = this.style.edge;
    ctx.fill();
    const total = colours.reduce((sum, [, share]) => sum + share, 0);
    let from = -Math.PI / 2;
    for (const [colour, share] of colours) {
      const to = from + share / total * 2 * Math.PI;
      ctx.beginPath();
      ctx.arc(x, y, radius - 1.5, from, to);
      ctx.strokeStyle = colour;
      ctx.lineWidth = 3;
      ctx.stroke();
      from = to;
    }
    if (!isVague) {
      circle(ctx, x, y, radius - 2.5);
      ctx.fillStyle = this.style.many;
      ctx.fill();
    }
    ctx.fillStyle = isVague ? this.style.many : this.style.text;
    ctx.font = `600 ${Math.min(13, radius * 1.05)}px ${this.style.font}`;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(count > 999 ? `${Math.floor(count / 1000)}k` : String(count), x, y + 0.5);
  },

  drawRing(ctx, { x, y, radius }) {
    circle(ctx, x, y, radius + 5);
    ctx.strokeStyle = this.style.edge;
    ctx.lineWidth = 5;
    ctx.stroke();
    ctx.strokeStyle = this.style.ring;
    ctx.lineWidth = 3;
    ctx.stroke();
  },

  remember(dot) {
    const key = `${Math.floor(dot.x / CELL)},${Math.floor(dot.y / CELL)}`;
    const cell = this.grid.get(key);
    if (cell) cell.push(dot);
    else this.grid.set(key, [dot]);
  },

  /**
   * The events under a point of the map's container, nearest first.
   * @returns {{ids: number[], latlng: number[]} | null}
   */
  hit(point) {
    if (!this.frame) return null;
    const at = this._map.containerPointToLayerPoint(point).subtract(this.frame.corner);
    const near = this.dotsNear(at)
      .map((dot) => [Math.hypot(dot.x - at.x, dot.y - at.y), dot])
      .filter(([distance, dot]) => distance <= dot.radius + REACH)
      .sort((a, b) => a[0] - b[0]);
    if (!near.length) return null;
    const over = near.filter(([distance, dot]) => distance <= dot.radius + 2);
    const chosen = (over.length ? over : near.slice(0, 1)).map(([, dot]) => dot);
    const ids = chosen.flatMap(({ spot }) => spot.active.map((row) => this.columns.id[row]));
    const [{ spot, x }] = chosen;
    const longitude = (x + this.frame.left) / this.frame.world * 360 - 180;
    return { ids: [...new Set(ids)], latlng: [spot.latitude, longitude] };
  },

  dotsNear({ x, y }) {
    const column = Math.floor(x / CELL);
    const row = Math.floor(y / CELL);
    const found = [];
    for (let i = column - 1; i <= column + 1; i += 1) {
      for (let j = row - 1; j <= row + 1; j += 1) found.push(...(this.grid.get(`${i},${j}`) ?? []));
    }
    return found;
  },
});

function circle(ctx, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
}
