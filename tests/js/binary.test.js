import assert from "node:assert/strict";
import { test } from "node:test";

import { blankTile, decodeCube, decodeTile, encodeCube, encodeTile, NO_DAY } from "../../static/js/binary.js";

function aTile(points, cells) {
  const tile = blankTile(points, cells);
  for (let i = 0; i < points; i += 1) {
    tile.points.event[i] = 2 ** 40 + i;
    tile.points.first[i] = i ? -i * 1000 : NO_DAY;
    tile.points.x[i] = 65535 - i;
    tile.points.type[i] = i % 16;
  }
  for (let i = 0; i < cells; i += 1) {
    tile.cells.cell[i] = 255 - i;
    tile.cells.count[i] = 4_000_000_000 + i;
  }
  return tile;
}

test("a tile comes back as it went, whatever the padding", () => {
  for (const [points, cells] of [[0, 0], [1, 0], [0, 1], [1, 1], [2, 3], [3, 256], [5, 5], [1000, 0]]) {
    const tile = aTile(points, cells);
    const bytes = encodeTile(tile);
    assert.equal(bytes.byteLength % 4, 0);
    assert.deepEqual(decodeTile(bytes), tile);
  }
});

test("the bytes are where the contract says", () => {
  const view = new DataView(encodeTile(aTile(1, 1)));
  assert.equal(String.fromCharCode(...new Uint8Array(view.buffer, 0, 4)), "DLT1");
  assert.equal(view.getFloat64(16, true), 2 ** 40);
  assert.equal(view.getInt32(24, true), NO_DAY);
  assert.equal(view.getUint16(40, true), 65535);
  assert.equal(view.getUint32(48, true), 4_000_000_000); // 46 bytes of points, padded
  assert.equal(view.getUint8(56), 255);
  assert.equal(view.byteLength, 60);
});

test("a cube comes back in the narrowest numbers that hold it", () => {
  for (const [most, kind] of [[200, Uint8Array], [60_000, Uint16Array], [70_000, Uint32Array]]) {
    const cube = {
      bins: 3, cell: Uint8Array.of(7, 8, 9), before: Int32Array.of(1, 2, 3, 4, 5, 6),
      firsts: kind.of(1, 2, 3, 4, 5, 6, 7, 8, most), lasts: kind.of(9, 8, 7, 6, 5, 4, 3, 2, 1),
    };
    assert.deepEqual(decodeCube(encodeCube(cube)), cube);
  }
  const empty = { bins: 5, cell: new Uint8Array(0), before: new Int32Array(0), firsts: new Uint8Array(0), lasts: new Uint8Array(0) };
  assert.deepEqual(decodeCube(encodeCube(empty)), empty);
});

test("what is no tile or is cut short is refused", () => {
  const bytes = encodeTile(aTile(3, 2));
  assert.throws(() => decodeTile(bytes.slice(0, 10)), /10 bytes/);
  assert.throws(() => decodeTile(bytes.slice(0, bytes.byteLength - 8)), /cut short/);
  assert.throws(() => decodeCube(bytes), /DLT1/);
  assert.throws(() => decodeTile(new TextEncoder().encode("<!doctype html><p>").buffer), /not DLT1/);
});
