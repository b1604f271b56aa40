/**
 * Counting while the window is dragged: a difference of prefix sums.
 *
 * A row passes a window when it begins before the window's end and does not end
 * before its beginning, so the rows that pass are those that began before the
 * end less those that ended before the beginning: two columns, whatever the number of rows.
 */

import { positionOf } from "./axis.js";

/** @typedef {import("./axis.js").Axis} Axis */
/** @typedef {import("./binary.js").CubeData} CubeData */
/** @typedef {readonly [number | null, number | null]} Window first and last day; null: open */

export class Cube {
  /** @param {CubeData} data @param {Axis} axis */
  constructor(data, axis) {
    if (data.bins !== axis.bins) throw new Error("the cube has other bins than its axis");
    this.axis = axis;
    this.cell = data.cell;
    this.begun = prefixSums(data.firsts, data.before, 0, data.bins);
    this.ended = prefixSums(data.lasts, data.before, 1, data.bins);
    /** @type {Map<number, number>} */
    this.place = new Map(Array.from(data.cell, (cell, index) => [cell, index]));
  }

  /**
   * About how many rows each cell has in the window; exact where the window's ends are edges of bins.
   * @param {Window} window @returns {Float64Array} in the order of `cell`
   */
  counts([first, last]) {
    const width = this.axis.bins + 1;
    const counts = new Float64Array(this.cell.length);
    const end = last === null ? this.axis.bins : positionOf(this.axis, last + 1);
    const start = first === null ? -1 : positionOf(this.axis, first);
    const isUndatedOut = this.axis.isWhole && last !== null; // what has no day counts as before the axis
    for (let index = 0; index < counts.length; index += 1) {
      const ended = start >= 0 || isUndatedOut ? sumAt(this.ended, index * width, Math.max(0, start)) : 0;
      counts[index] = Math.max(0, sumAt(this.begun, index * width, end) - ended);
    }
    return counts;
  }
}

/** @param {Float64Array} sums @param {number} offset @param {number} position */
function sumAt(sums, offset, position) {
  const bin = Math.floor(position);
  const low = sums[offset + bin];
  return bin === position ? low : low + (sums[offset + bin + 1] - low) * (position - bin);
}

/**
 * @param {ArrayLike<number>} numbers for each cell one a bin
 * @param {Int32Array} before for each cell two numbers
 * @param {number} side which of the two @param {number} bins
 */
function prefixSums(numbers, before, side, bins) {
  const cells = before.length / 2;
  const sums = new Float64Array(cells * (bins + 1));
  for (let cell = 0; cell < cells; cell += 1) {
    let sum = before[2 * cell + side];
    const offset = cell * (bins + 1);
    sums[offset] = sum;
    for (let bin = 0; bin < bins; bin += 1) {
      sum += numbers[cell * bins + bin];
      sums[offset + bin + 1] = sum;
    }
  }
  return sums;
}
