import assert from "node:assert/strict";
import { test } from "node:test";

import { axisFor, parseAxis } from "../../static/js/axis.js";
import { NO_DAY } from "../../static/js/binary.js";
import { Cube } from "../../static/js/cube.js";
import { fromIso, toIso } from "../../static/js/days.js";
import { LocalIndex } from "../../static/js/local-index.js";
import { readState } from "../../static/js/store.js";

/** The same numbers every time. */
function dice(seed) {
  return () => { seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31; return seed / 2 ** 31; };
}

function columnsOf(number, random = dice(7)) {
  const columns = { types: ["protest", "riot", "meeting"], id: [], latitude: [], longitude: [], first: [], last: [], type: [],
    where_prec: [], radius_m: [], fatalities: [], country: [], source: [], sources: { 1: "One", 2: "Two" }, confidence: [] };
  for (let row = 0; row < number; row += 1) {
    const first = Math.floor(random() * 20_000);
    const isPlaced = random() > 0.02;
    columns.id.push(random() > 0.1 || !row ? row : row - 1);
    columns.latitude.push(isPlaced ? (random() ** 2) * 120 - 60 : null);
    columns.longitude.push(isPlaced ? random() * 360 - 180 : null);
    const isDated = random() > 0.02;
    columns.first.push(isDated ? first : null);
    columns.last.push(isDated ? first + Math.floor(random() ** 4 * 400) : null);
    columns.type.push(Math.floor(random() * 3));
    columns.where_prec.push(1 + Math.floor(random() * 6));
    columns.radius_m.push(1000);
    columns.fatalities.push(Math.floor(random() * 5));
    columns.country.push(random() > 0.5 ? "AZ" : "TR");
    columns.source.push(random() > 0.5 ? ["1"] : ["1", "2"]);
    columns.confidence.push(random() > 0.1 ? random() : null);
  }
  return columns;
}

const EMPTY = readState("");
const ANY = { bounds: null, axis: null, parts: ["count", "facets", "extent", "box"] };

test("a tile of few rows holds each of them, a tile of many holds counts that add up", async () => {
  const few = await new LocalIndex(columnsOf(300)).tile(0, 0, 0, EMPTY);
  assert.equal(few.cells.length, 0);
  assert.ok(few.points.length > 280);
  const columns = columnsOf(5000);
  const many = await new LocalIndex(columns).tile(0, 0, 0, EMPTY);
  const counted = many.cells.count.reduce((sum, count) => sum + count, 0);
  assert.equal(counted + many.points.length, columns.latitude.filter((degrees) => degrees !== null).length);
  assert.ok(many.cells.count.every((count) => count > 4));
});

test("the four children of a tile hold what it holds", async () => {
  const index = new LocalIndex(columnsOf(5000));
  const rows = async (z, x, y) => {
    const tile = await index.tile(z, x, y, EMPTY);
    return tile.points.length + tile.cells.count.reduce((sum, count) => sum + count, 0);
  };
  const children = await Promise.all([[0, 0], [1, 0], [0, 1], [1, 1]].map(([x, y]) => rows(1, x, y)));
  assert.equal(children.reduce((a, b) => a + b), await rows(0, 0, 0));
});

test("a difference of prefix sums is the count, at every pair of edges", async () => {
  const index = new LocalIndex(columnsOf(5000));
  const axis = axisFor(3000, 15_000, 60);
  const cube = new Cube(await index.cube(0, 0, 0, EMPTY, axis), axis);
  const random = dice(3);
  for (let round = 0; round < 40; round += 1) {
    const [low, high] = [0, 1].map(() => Math.floor(random() * (axis.bins + 1))).sort((a, b) => a - b);
    if (low === high) continue;
    const [first, last] = [axis.edges[low], axis.edges[high] - 1];
    const tile = await index.tile(0, 0, 0, { ...EMPTY, from: toIso(first), to: toIso(last) });
    const exact = new Map(Array.from(tile.cells.cell, (cell, i) => [cell, tile.cells.count[i]]));
    const counts = cube.counts([first, last]);
    cube.cell.forEach((cell, i) => assert.equal(counts[i], exact.get(cell) ?? 0));
  }
});

test("open ends and days inside a bin", async () => {
  const columns = { types: ["a"], id: [], latitude: [], longitude: [], first: [], last: [], type: [], where_prec: [], radius_m: [] };
  for (let row = 0; row < 1200; row += 1) {
    for (const [name, value] of Object.entries({ id: row, latitude: 1, longitude: 1, first: row % 120, last: row % 120, type: 0, where_prec: 1, radius_m: 0 })) {
      columns[name].push(value);
    }
  }
  const axis = parseAxis("month1:1970-01-01:4");
  const cube = new Cube(await new LocalIndex(columns).cube(0, 0, 0, EMPTY, axis), axis);
  assert.deepEqual([...cube.counts([null, null])], [1200]);
  assert.deepEqual([...cube.counts([null, 14])], [150]);
  assert.deepEqual([...cube.counts([59, null])], [610]);
  assert.deepEqual([...cube.counts([10, 19])], [100]);
  assert.deepEqual([...cube.counts([500, 600])], [0]);
});

test("what has no day passes only where both ends are open", () => {
  const axis = { ...parseAxis("day1:1970-01-01:2"), isWhole: true };
  const data = { bins: 2, cell: Uint8Array.of(1), before: Int32Array.of(5, 5), firsts: Uint8Array.of(2, 3), lasts: Uint8Array.of(1, 4) };
  const cube = new Cube(data, axis);
  assert.deepEqual([[null, null], [null, 0], [0, null], [1, 1]].map((window) => cube.counts(window)[0]), [10, 2, 5, 4]);
});

test("the histogram counts each event once and spreads it over its days", async () => {
  const columns = columnsOf(800);
  const index = new LocalIndex(columns);
  const axis = axisFor(-1000, 30_000, 100);
  const { histogram } = await index.summary(EMPTY, { bounds: null, axis, parts: ["histogram"] });
  const sum = histogram.bins.flatMap((bins) => [...bins]).reduce((a, b) => a + b, 0);
  const dated = new Set(columns.id.filter((_id, row) => columns.first[row] !== null));
  assert.ok(Math.abs(sum - dated.size) < 1e-6);
});

test("facets count under all other filters", async () => {
  const columns = columnsOf(500);
  const index = new LocalIndex(columns);
  const { facets, count } = await index.summary({ ...EMPTY, country: ["AZ"], type: ["riot"] }, ANY);
  const distinct = (test) => new Set(columns.id.filter((_id, row) => test(row))).size;
  const [riot, az] = [(row) => columns.type[row] === 1, (row) => columns.country[row] === "AZ"];
  assert.equal(count, distinct((row) => riot(row) && az(row)));
  for (const [value, , number] of facets.type) {
    assert.equal(number, distinct((row) => az(row) && columns.types[columns.type[row]] === value));
  }
  assert.deepEqual(new Map(facets.country.map(([value, , number]) => [value, number])),
    new Map(["AZ", "TR"].map((code) => [code, distinct((row) => riot(row) && columns.country[row] === code)])));
  assert.equal(facets.source[0][1], "One");
});

test("bounds over the date line, an area, a window, confidence", async () => {
  const columns = { ...columnsOf(0), types: ["a"] };
  const put = (latitude, longitude, day, confidence) => {
    for (const [name, value] of Object.entries({ id: columns.id.length + 1, latitude, longitude, first: day, last: day, type: 0,
      where_prec: 1, radius_m: 0, confidence })) columns[name].push(value);
  };
  put(0, 179, 100, 0.9);
  put(0, -179, 200, 0.4);
  put(10, 0, null, null);
  put(null, null, 300, 0.8);
  const index = new LocalIndex(columns);
  const count = async (patch, bounds = null) => (await index.summary({ ...EMPTY, ...patch }, { bounds, axis: null, parts: ["count"] })).count;
  assert.equal(await count({}), 4);
  assert.equal(await count({}, [170, -10, -170, 10]), 2);
  assert.equal(await count({}, [-170, -10, 170, 20]), 1);
  assert.equal(await count({ area: "-5,175~5,185" }), 2);
  assert.equal(await count({ area: "5,-5~15,0~5,5" }), 1);
  assert.equal(await count({ from: toIso(150), to: toIso(250) }), 1);
  assert.equal(await count({ confidence: "0.7" }), 3);
  assert.equal((await index.tile(3, 0, 4, EMPTY)).points.first[0], 200);
  assert.equal((await index.tile(3, 4, 3, EMPTY)).points.first[0], NO_DAY);
});

test("the list is paged, newest or nearest first", async () => {
  const columns = columnsOf(100);
  const ids = [...new Set(columns.id)];
  const index = new LocalIndex(columns, ids.map((id) => ({ id, title: `Event ${id}`, quote: "", places: [] })));
  const first = await index.list(EMPTY, { bounds: null, after: "" });
  assert.equal(first.count, ids.length);
  const seen = [...first.cards];
  let { after } = first;
  while (after) {
    const page = await index.list(EMPTY, { bounds: null, after });
    seen.push(...page.cards);
    after = page.after;
  }
  assert.deepEqual(new Set(seen.map((card) => card.id)), new Set(ids));
  const near = await index.list({ ...EMPTY, order: "nearest", at: "5/10/20" }, { bounds: null, after: "" });
  const row = columns.id.indexOf(near.cards[0].id);
  assert.ok(Math.abs(columns.latitude[row] - 10) < 40);
  assert.equal((await index.list({ ...EMPTY, q: "event 7" }, { bounds: null, after: "" })).cards.some((card) => card.id === 7), true);
  assert.equal(fromIso("2020-02-30"), null);
});
