/** Tiles and cubes as the server sends them: typed arrays, little-endian. */

/**
 * @typedef {object} Points single rows; x and y run from 0 to 65535 across the tile
 * @property {number} length
 * @property {Float64Array} event @property {Int32Array} first @property {Int32Array} last
 * @property {Uint32Array} radius @property {Uint32Array} fatalities
 * @property {Uint16Array} x @property {Uint16Array} y @property {Uint8Array} type @property {Uint8Array} where
 */
/**
 * @typedef {object} Cells counts of rows in the window; cell is row * 16 + column from the north-west
 * @property {number} length
 * @property {Uint32Array} count @property {Uint32Array} fatalities @property {Uint8Array} cell
 */
/** @typedef {{points: Points, cells: Cells}} TileData */
/**
 * @typedef {object} CubeData
 * @property {number} bins
 * @property {Uint8Array} cell
 * @property {Int32Array} before for each cell the rows that begin, and that end, before the axis
 * @property {ArrayLike<number>} firsts for each cell, a bin: rows that begin in it
 * @property {ArrayLike<number>} lasts for each cell, a bin: rows that end in it
 */
/** @typedef {new (buffer: ArrayBuffer, offset: number, length: number) => any} ArrayOf */

/** The day of rows without one. */
export const NO_DAY = -(2 ** 31);
export const CELLS = 16; // to a side of a tile
const HEADER = 16;

/** @type {readonly (readonly [keyof Omit<Points, "length">, any])[]} */
const POINT_ARRAYS = [
  ["event", Float64Array], ["first", Int32Array], ["last", Int32Array], ["radius", Uint32Array],
  ["fatalities", Uint32Array], ["x", Uint16Array], ["y", Uint16Array], ["type", Uint8Array], ["where", Uint8Array],
];
/** @type {readonly (readonly [keyof Omit<Cells, "length">, any])[]} */
const CELL_ARRAYS = [["count", Uint32Array], ["fatalities", Uint32Array], ["cell", Uint8Array]];
/** @type {Record<number, any>} */
const BY_WIDTH = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array };

/** @param {ArrayBuffer} buffer @returns {TileData} @throws when it is no tile or cut short */
export function decodeTile(buffer) {
  const [points, cells] = header(buffer, "DLT1");
  const reader = new Reader(buffer);
  const made = /** @type {any} */ ({ points: { length: points }, cells: { length: cells } });
  for (const [name, kind] of POINT_ARRAYS) made.points[name] = reader.take(kind, points);
  reader.align();
  for (const [name, kind] of CELL_ARRAYS) made.cells[name] = reader.take(kind, cells);
  return made;
}

/** @param {ArrayBuffer} buffer @returns {CubeData} @throws when it is no cube or cut short */
export function decodeCube(buffer) {
  const [cells, bins, width] = header(buffer, "DLC1");
  const kind = BY_WIDTH[width];
  if (!kind) throw new Error(`a cube has no numbers of ${width} bytes`);
  const reader = new Reader(buffer);
  const before = reader.take(Int32Array, 2 * cells);
  const cell = reader.take(Uint8Array, cells);
  reader.align();
  return { bins, cell, before, firsts: reader.take(kind, cells * bins), lasts: reader.take(kind, cells * bins) };
}

/** @param {TileData} tile @returns {ArrayBuffer} */
export function encodeTile({ points, cells }) {
  const writer = new Writer("DLT1", [points.length, cells.length, 0]);
  for (const [name] of POINT_ARRAYS) writer.put(points[name]);
  writer.align();
  for (const [name] of CELL_ARRAYS) writer.put(cells[name]);
  writer.align();
  return writer.end();
}

/** @param {CubeData} cube @returns {ArrayBuffer} */
export function encodeCube({ bins, cell, before, firsts, lasts }) {
  const most = Math.max(0, ...Array.from(firsts), ...Array.from(lasts));
  const width = most < 256 ? 1 : most < 65536 ? 2 : 4;
  const writer = new Writer("DLC1", [cell.length, bins, width]);
  writer.put(before);
  writer.put(cell);
  writer.align();
  writer.put(BY_WIDTH[width].from(firsts));
  writer.put(BY_WIDTH[width].from(lasts));
  return writer.end();
}

/** @param {number} points @param {number} cells @returns {TileData} a tile of so many, all zero */
export function blankTile(points, cells) {
  const made = /** @type {any} */ ({ points: { length: points }, cells: { length: cells } });
  for (const [name, kind] of POINT_ARRAYS) made.points[name] = new kind(points);
  for (const [name, kind] of CELL_ARRAYS) made.cells[name] = new kind(cells);
  return made;
}

/** @param {ArrayBuffer} buffer @param {string} magic @returns {number[]} three numbers */
function header(buffer, magic) {
  if (buffer.byteLength < HEADER) throw new Error(`${buffer.byteLength} bytes are no ${magic}`);
  const view = new DataView(buffer);
  const name = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
  if (name !== magic) throw new Error(`this is “${name}”, not ${magic}`);
  return [4, 8, 12].map((at) => view.getUint32(at, true));
}

class Reader {
  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    this.buffer = buffer;
    this.at = HEADER;
  }

  /** @param {any} kind a typed array's class @param {number} length */
  take(kind, length) {
    const bytes = length * kind.BYTES_PER_ELEMENT;
    if (this.at + bytes > this.buffer.byteLength) throw new Error("the answer is cut short");
    const taken = new kind(this.buffer, this.at, length);
    this.at += bytes;
    return taken;
  }

  align() { this.at = (this.at + 3) & ~3; }
}

class Writer {
  /** @param {string} magic @param {number[]} numbers */
  constructor(magic, numbers) {
    /** @type {Uint8Array[]} */
    this.parts = [Uint8Array.from(magic, (letter) => letter.charCodeAt(0))];
    this.size = 4;
    this.put(Uint32Array.from(numbers));
  }

  /** @param {ArrayBufferView} array */
  put(array) {
    this.parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    this.size += array.byteLength;
  }

  align() { this.put(new Uint8Array(-this.size & 3)); }

  end() {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const part of this.parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole.buffer;
  }
}
