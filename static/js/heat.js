/** The heat view: numbers poured on a coarse grid, smoothed, and coloured. */

const GRAIN = 4; // pixels to a side of the grid
const REACH = 3; // of each of three smoothings, in grains: together about a bell 24 pixels wide

/** @typedef {{x: number, y: number, value: number}} Drop in pixels of the frame */

/**
 * @param {import("./canvas-layer.js").Frame} frame @param {Drop[]} drops
 * @param {string[]} ramp colours as #rrggbb, from few to many
 */
export function drawHeat({ ctx, width, height }, drops, ramp) {
  const [wide, high] = [Math.ceil(width / GRAIN), Math.ceil(height / GRAIN)];
  const grid = new Float32Array(wide * high);
  for (const { x, y, value } of drops) {
    const [column, line] = [Math.floor(x / GRAIN), Math.floor(y / GRAIN)];
    if (column >= 0 && line >= 0 && column < wide && line < high) grid[line * wide + column] += value;
  }
  const smooth = smoothed(grid, wide, high);
  const top = smooth.reduce((most, value) => Math.max(most, value), 0);
  if (!top) return;
  const small = document.createElement("canvas");
  [small.width, small.height] = [wide, high];
  const brush = /** @type {CanvasRenderingContext2D} */ (small.getContext("2d"));
  brush.putImageData(coloured(smooth, wide, high, top, ramp.map(rgb)), 0, 0);
  ctx.imageSmoothingEnabled = true;
  ctx.imageSmoothingQuality = "high";
  ctx.drawImage(small, 0, 0, wide * GRAIN, high * GRAIN);
}

/** Three box filters each way are close to a bell curve. @param {Float32Array} grid @param {number} wide @param {number} high */
function smoothed(grid, wide, high) {
  let [from, to] = [grid, new Float32Array(grid.length)];
  for (let round = 0; round < 3; round += 1) {
    for (let line = 0; line < high; line += 1) blur(from, to, line * wide, 1, wide);
    for (let column = 0; column < wide; column += 1) blur(to, from, column, wide, high);
  }
  return from;
}

/** @param {Float32Array} from @param {Float32Array} to @param {number} start @param {number} stride @param {number} length */
function blur(from, to, start, stride, length) {
  const weight = 1 / (2 * REACH + 1);
  let sum = 0;
  for (let at = 0; at < Math.min(REACH, length); at += 1) sum += from[start + at * stride];
  for (let at = 0; at < length; at += 1) {
    if (at + REACH < length) sum += from[start + (at + REACH) * stride];
    if (at - REACH - 1 >= 0) sum -= from[start + (at - REACH - 1) * stride];
    to[start + at * stride] = Math.max(0, sum * weight);
  }
}

/** Square roots, so that thin places can be seen beside thick ones. @param {Float32Array} values @param {number} wide @param {number} high @param {number} top @param {number[][]} ramp */
function coloured(values, wide, high, top, ramp) {
  const image = new ImageData(wide, high);
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] <= 0) continue;
    const level = Math.sqrt(values[index] / top);
    const at = level * (ramp.length - 1);
    const step = Math.min(ramp.length - 2, Math.floor(at));
    for (let channel = 0; channel < 3; channel += 1) {
      image.data[index * 4 + channel] = ramp[step][channel] + (ramp[step + 1][channel] - ramp[step][channel]) * (at - step);
    }
    image.data[index * 4 + 3] = Math.min(215, level * 700);
  }
  return image;
}

/** @param {string} colour @returns {number[]} */
const rgb = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) || 0);
