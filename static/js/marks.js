/** How events look on the map: symbols, symbols with a number, discs, cells. Pixels in, pixels out. */

import { inShort } from "./words.js";

/** @typedef {CanvasRenderingContext2D} Ctx */
/** @typedef {{code: string, label: string, family: string, path: string}} Symbol as the page's config has it */
/** @typedef {Symbol & {shape: Path2D, colour: string}} Look */
/**
 * @typedef {object} Style colours of the style sheet
 * @property {string} edge @property {string} many @property {string} text @property {string} ring @property {string} font
 * @property {string[]} ramp from few to many @property {string[]} rampText a colour that reads on each
 */
/** @typedef {{x: number, y: number, radius: number}} Round */

/** @param {Ctx} ctx @param {number} x @param {number} y @param {number} radius */
function circle(ctx, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Symbols are drawn once and then copied: ten thousand of them fit in a frame. */
export class Sprites {
  /** @param {Style} style @param {number} ratio */
  constructor(style, ratio) {
    this.style = style;
    this.ratio = ratio;
    /** @type {Map<string, HTMLCanvasElement>} */
    this.kept = new Map();
  }

  /** @param {Ctx} ctx @param {Round} at @param {Look} look @param {boolean} isVague */
  draw(ctx, { x, y, radius }, look, isVague) {
    const size = Math.round(radius * 2) / 2;
    const side = 2 * Math.ceil(size * 1.3 + 2);
    const key = `${look.code}${isVague}${size}`;
    let sprite = this.kept.get(key);
    if (!sprite) this.kept.set(key, sprite = this.make(look, isVague, size, side));
    ctx.drawImage(sprite, x - side / 2, y - side / 2, side, side);
  }

  /** @param {Look} look @param {boolean} isVague @param {number} radius @param {number} side */
  make(look, isVague, radius, side) {
    const sprite = document.createElement("canvas");
    sprite.width = sprite.height = Math.ceil(side * this.ratio);
    const ctx = /** @type {Ctx} */ (sprite.getContext("2d"));
    const scale = radius / 5;
    ctx.setTransform(this.ratio * scale, 0, 0, this.ratio * scale, this.ratio * (side / 2 - 6 * scale), this.ratio * (side / 2 - 6 * scale));
    ctx.lineJoin = "round";
    ctx.fillStyle = isVague ? this.style.edge : look.colour;
    ctx.strokeStyle = isVague ? look.colour : this.style.edge;
    ctx.lineWidth = (isVague ? 2.2 : 1.2) / scale;
    ctx.fill(look.shape);
    ctx.stroke(look.shape);
    return sprite;
  }
}

/**
 * A disc with the number of its events, in a ring of their colours.
 * @param {Ctx} ctx @param {Round & {count: number, colours: [string, number][], isVague: boolean}} dot @param {Style} style
 */
export function drawMany(ctx, { x, y, radius, count, colours, isVague }, style) {
  circle(ctx, x, y, radius + 1);
  ctx.fillStyle = style.edge;
  ctx.fill();
  const total = colours.reduce((sum, [, share]) => sum + share, 0);
  let from = -Math.PI / 2;
  ctx.lineWidth = 3;
  for (const [colour, share] of colours) {
    const to = from + share / total * 2 * Math.PI;
    ctx.beginPath();
    ctx.arc(x, y, radius - 1.5, from, to);
    ctx.strokeStyle = colour;
    ctx.stroke();
    from = to;
  }
  if (!isVague) {
    circle(ctx, x, y, radius - 2.5);
    ctx.fillStyle = style.many;
    ctx.fill();
  }
  write(ctx, inShort(count), x, y, isVague ? style.many : style.text, `600 ${Math.min(13, radius * 1.05)}px ${style.font}`);
}

/** How discs look among many, and on a map of a few. */
export const FAINT = { fill: 0.07, line: 0.4, width: 1, dash: [4, 4] };
export const PLAIN = { fill: 0.12, line: 0.6, width: 1.5, dash: [5, 4] };

/** Where a place is only known to an area. @param {Ctx} ctx @param {Round} disc @param {string} colour @param {typeof FAINT} look */
export function drawDisc(ctx, { x, y, radius }, colour, look) {
  circle(ctx, x, y, radius);
  ctx.fillStyle = ctx.strokeStyle = colour;
  ctx.globalAlpha = look.fill;
  ctx.fill();
  ctx.globalAlpha = look.line;
  ctx.lineWidth = look.width;
  ctx.setLineDash(look.dash);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/** @param {Ctx} ctx @param {Round} around @param {Style} style */
export function drawRing(ctx, { x, y, radius }, style) {
  circle(ctx, x, y, radius + 5);
  ctx.strokeStyle = style.edge;
  ctx.lineWidth = 5;
  ctx.stroke();
  ctx.strokeStyle = style.ring;
  ctx.lineWidth = 3;
  ctx.stroke();
}

/** An area of the map, coloured by its number. @param {Ctx} ctx @param {{x: number, y: number, size: number, value: number}} cell its middle and side @param {number} step of the ramp @param {Style} style */
export function drawArea(ctx, { x, y, size, value }, step, style) {
  const half = size / 2 - 1;
  ctx.beginPath();
  ctx.roundRect(x - half, y - half, 2 * half, 2 * half, Math.min(5, size / 7));
  ctx.globalAlpha = 0.93;
  ctx.fillStyle = style.ramp[step];
  ctx.fill();
  ctx.globalAlpha = 1;
  if (size >= 24) write(ctx, inShort(value), x, y, style.rampText[step], `600 ${Math.min(14, 6 + size * 0.16)}px ${style.font}`);
}

/** The same as a circle that grows with its number. @param {Ctx} ctx @param {Round & {value: number}} at @param {Style} style */
export function drawBubble(ctx, { x, y, radius, value }, style) {
  const step = 4;
  circle(ctx, x, y, radius);
  ctx.globalAlpha = 0.72;
  ctx.fillStyle = style.ramp[step];
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1;
  ctx.strokeStyle = style.edge;
  ctx.stroke();
  if (radius >= 10) write(ctx, inShort(value), x, y, style.rampText[step], `600 ${Math.min(13, radius * 0.9)}px ${style.font}`);
}

/** @param {Ctx} ctx @param {string} text @param {number} x @param {number} y @param {string} colour @param {string} font */
function write(ctx, text, x, y, colour, font) {
  ctx.fillStyle = colour;
  if (ctx.font !== font) ctx.font = font;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(text, x, y + 0.5);
}
