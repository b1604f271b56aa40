import assert from "node:assert/strict";
import { test } from "node:test";

import { axisFor, axisText, binOf, floorTo, parseAxis, positionOf, STEPS } from "../../static/js/axis.js";
import { fromIso, toIso } from "../../static/js/days.js";

const day = (text) => fromIso(text);

test("weeks begin on Monday, quarters in their month, centuries at the year", () => {
  assert.equal(toIso(floorTo(day("2022-12-07"), ["day", 7, 7])), "2022-12-05");
  assert.equal(toIso(floorTo(day("1969-12-30"), ["day", 7, 7])), "1969-12-29");
  assert.equal(toIso(floorTo(day("2022-12-07"), ["month", 3, 91])), "2022-10-01");
  assert.equal(toIso(floorTo(day("1999-12-31"), ["year", 100, 36524])), "1900-01-01");
  assert.equal(toIso(floorTo(day("0300-05-05"), ["year", 500, 182621])), "0001-01-01");
});

test("an axis covers its days with the finest step that fits", () => {
  const axis = axisFor(day("1950-03-05"), day("2026-12-31"), 320);
  assert.equal(axisText(axis), "month3:1950-01-01:308");
  assert.ok(axis.edges[axis.bins] > day("2026-12-31"));
  for (const [from, to] of [["2022-01-01", "2022-01-01"], ["1000-01-01", "2026-01-01"], ["2020-02-29", "2021-02-28"]]) {
    const made = axisFor(day(from), day(to), 180);
    assert.ok(made.bins <= 182, axisText(made));
    assert.ok(made.edges[0] <= day(from) && made.edges[made.bins] > day(to));
  }
});

test("its name says it all", () => {
  for (const [unit, count] of STEPS) {
    const axis = axisFor(day("1950-03-05"), day("1950-03-05"), 10);
    const named = parseAxis(`${unit}${count}:${toIso(floorTo(axis.edges[0], [unit, count, 1]))}:7`);
    assert.deepEqual(parseAxis(axisText(named)), named);
    assert.equal(named.edges.length, 8);
  }
  for (const wrong of ["", "week1:2020-01-01:3", "day2:2020-01-01:3", "day1:2020-02-30:3", "day1:2020-01-01:601", "day1:2020-01-01:0"]) {
    assert.throws(() => parseAxis(wrong), /is no axis/);
  }
});

test("a day has a bin and a place in it", () => {
  const axis = parseAxis("month1:2022-01-01:12");
  assert.equal(binOf(axis, day("2022-02-01")), 1);
  assert.equal(binOf(axis, day("2022-01-31")), 0);
  assert.equal(positionOf(axis, day("2022-02-15")), 1.5);
  assert.equal(positionOf(axis, day("1990-01-01")), 0);
  assert.equal(positionOf(axis, day("2050-01-01")), 12);
});
