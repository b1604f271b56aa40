import assert from "node:assert/strict";
import { test } from "node:test";

import { axisFor } from "../../static/js/axis.js";
import { blankTile } from "../../static/js/binary.js";
import { readState } from "../../static/js/store.js";
import { cellIsIn, Tiles } from "../../static/js/tiles.js";

const EMPTY = readState("");
const at = (z, x, y) => ({ z, x, y });
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

/** An index that answers when it is told to, and notes what it was asked. */
function anIndex(make = () => blankTile(1, 0)) {
  const index = { asked: [], open: [], version: "1" };
  const answer = (name, work) => new Promise((resolve, reject) => {
    index.asked.push(name);
    index.open.push({ name, go: () => resolve(work()), fail: () => reject(new Error("no")) });
  });
  index.tile = (z, x, y, state, signal) => {
    signal.addEventListener("abort", () => index.asked.push(`abort ${z}/${x}/${y}`));
    return answer(`${z}/${x}/${y}${state.from}`, () => make(z, x, y, state));
  };
  index.cube = (z, x, y, _state, axis) => answer(`cube ${z}/${x}/${y}`, () => ({
    bins: axis.bins, cell: Uint8Array.of(5), before: Int32Array.of(0, 0),
    firsts: new Uint8Array(axis.bins).fill(1), lasts: new Uint8Array(axis.bins).fill(1),
  }));
  index.answer = async () => { for (const { go } of index.open.splice(0)) go(); await settled(); };
  return index;
}

function counted(count) {
  const tile = blankTile(0, 1);
  tile.cells.cell[0] = 5;
  tile.cells.count[0] = count;
  tile.cells.fatalities[0] = count * 2;
  return tile;
}

function tilesOf(index) {
  const tiles = new Tiles(index, { onArrive: () => {}, onError: (error) => { tiles.failed = error.message; } });
  tiles.ask(EMPTY);
  return tiles;
}

test("a tile that holds each row spares its quarters a request", async () => {
  const index = anIndex();
  const tiles = tilesOf(index);
  tiles.want([at(1, 0, 0)]);
  await index.answer();
  tiles.want([at(2, 0, 1), at(3, 3, 3), at(7, 0, 0)]);
  assert.deepEqual(index.asked, ["1/0/0"]);
  assert.ok(tiles.isReady);
  tiles.want([at(8, 0, 0)]); // there its points would be off by pixels
  assert.deepEqual(index.asked, ["1/0/0", "8/0/0"]);
});

test("what is out of view is given up, what is in view is asked once", async () => {
  const index = anIndex(() => counted(9));
  const tiles = tilesOf(index);
  tiles.want([at(3, 1, 1), at(3, 2, 1)]);
  tiles.want([at(3, 2, 1), at(3, 3, 1)]);
  assert.deepEqual(index.asked, ["3/1/1", "3/2/1", "abort 3/1/1", "3/3/1"]);
  await index.answer();
  assert.equal(tiles.find(at(3, 1, 1)), undefined);
  assert.ok(tiles.isReady);
});

test("no more than a few requests are on their way at once", async () => {
  const index = anIndex(() => counted(9));
  const tiles = tilesOf(index);
  tiles.want(Array.from({ length: 12 }, (_, x) => at(4, x, 1)));
  assert.equal(index.asked.length, 4);
  for (const _ of [1, 2, 3]) await index.answer();
  assert.equal(index.asked.length, 12);
  assert.ok(tiles.isReady);
});

test("quarters stand in for a tile, and a tile for its quarters", async () => {
  const index = anIndex((z) => counted(z));
  const tiles = tilesOf(index);
  tiles.want([at(2, 0, 0), at(2, 1, 0), at(2, 0, 1), at(2, 1, 1)]);
  await index.answer();
  assert.deepEqual(tiles.cover(at(1, 0, 0)).map(({ held }) => held.place.z), [2, 2, 2, 2]);
  assert.deepEqual(tiles.cover(at(4, 3, 3)).map(({ held }) => held.place), [at(2, 0, 0)]);
  assert.deepEqual(tiles.cover(at(4, 15, 15)), []);
});

test("under a new window the old counts stand in, as a difference of sums", async () => {
  const index = anIndex((_z, _x, _y, state) => counted(state.from ? 3 : 12));
  const tiles = tilesOf(index);
  tiles.want([at(1, 0, 0)]);
  await index.answer();
  tiles.prepare(axisFor(0, 11, 12));
  await index.answer();
  assert.deepEqual(index.asked, ["1/0/0", "cube 1/0/0"]);
  const [{ held }] = tiles.cover(at(1, 0, 0));
  tiles.setWindow([2, 4]);
  assert.deepEqual([...tiles.counts(held).count], [3]);
  assert.deepEqual([...tiles.counts(held).fatalities], [6]);
  tiles.setWindow([2, 4.5]);
  assert.equal(tiles.counts(held).count[0], 3.5);
  assert.equal(index.asked.length, 2, "nothing is asked while it is dragged");
  tiles.ask({ ...EMPTY, from: "1970-01-03", to: "1970-01-05" });
  tiles.want([at(1, 0, 0)]);
  assert.equal(tiles.cover(at(1, 0, 0))[0].held, held);
  await index.answer();
  const [{ held: exact }] = tiles.cover(at(1, 0, 0));
  assert.equal(exact.window, tiles.committed);
  assert.deepEqual([...tiles.counts(exact).count], [3]);
});

test("points alone are right in every window", async () => {
  const index = anIndex();
  const tiles = tilesOf(index);
  tiles.want([at(1, 0, 0)]);
  await index.answer();
  tiles.ask({ ...EMPTY, from: "2020-01-01" });
  tiles.want([at(1, 0, 0)]);
  assert.equal(index.asked.length, 1);
});

test("under new filters the old events stand in until the new ones come", async () => {
  const index = anIndex();
  const tiles = tilesOf(index);
  tiles.want([at(1, 0, 0)]);
  await index.answer();
  tiles.ask({ ...EMPTY, type: ["riot"] });
  tiles.want([at(1, 0, 0)]);
  assert.equal(tiles.cover(at(1, 0, 0))[0].held.filters, "");
  await index.answer();
  assert.equal(tiles.cover(at(1, 0, 0))[0].held.filters, "type=riot");
});

test("when events have changed all is asked anew, and shown until then", async () => {
  const index = anIndex();
  const tiles = tilesOf(index);
  tiles.want([at(1, 0, 0)]);
  await index.answer();
  tiles.forget();
  assert.equal(tiles.cover(at(1, 0, 0)).length, 1);
  tiles.want([at(1, 0, 0)]);
  assert.equal(index.asked.length, 2);
});

test("an error is told once and asked again when the map moves", async () => {
  const index = anIndex();
  const tiles = tilesOf(index);
  tiles.want([at(1, 0, 0)]);
  index.open.pop().fail();
  await settled();
  assert.equal(tiles.failed, "no");
  assert.equal(index.asked.length, 1);
  tiles.want([at(1, 0, 0)]);
  assert.equal(index.asked.length, 2);
});

test("cells of a tile above fill the tile they are drawn in, and no other", () => {
  const held = { place: at(1, 1, 0) };
  const inside = Array.from({ length: 256 }, (_, cell) => cell).filter((cell) => cellIsIn(held, at(3, 5, 2), cell));
  assert.equal(inside.length, 16);
  assert.deepEqual(inside.slice(0, 5), [132, 133, 134, 135, 148]);
});
