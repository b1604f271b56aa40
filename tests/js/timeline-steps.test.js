import assert from "node:assert/strict";
import { test } from "node:test";

import { fromIso, toIso } from "../../static/js/days.js";
import { filmStart, keyTarget, played, shifted, zoomed } from "../../static/js/timeline-steps.js";

const MONTHS = ["month", 1, 30];
const LIMITS = [fromIso("2020-01-01"), fromIso("2022-12-31")];
const key = (name, shiftKey = false) => ({ key: name, shiftKey });
const to = (name, day, shift) => toIso(keyTarget(key(name, shift), fromIso(day), MONTHS, LIMITS));

test("arrows go a step, shift ten, home and end all the way", () => {
  assert.equal(to("ArrowRight", "2021-03-01"), "2021-04-01");
  assert.equal(to("ArrowLeft", "2021-03-01"), "2021-01-29");
  assert.equal(to("ArrowRight", "2021-03-01", true), "2022-01-05");
  assert.equal(to("PageDown", "2021-03-01"), "2020-04-25");
  assert.equal(to("Home", "2021-03-01"), "2020-01-01");
  assert.equal(to("End", "2021-03-01"), "2022-12-31");
  assert.equal(keyTarget(key("x"), 0, MONTHS, LIMITS), null);
});

test("a window keeps its length when it is moved against the end", () => {
  assert.deepEqual(shifted([10, 20], 5, [0, 100]), [15, 25]);
  assert.deepEqual(shifted([10, 20], 500, [0, 100]), [90, 100]);
  assert.deepEqual(shifted([10, 20], -Infinity, [0, 100]), [0, 10]);
});

test("the axis is enlarged around a day, never beyond its ends or a week", () => {
  const [first, last] = zoomed([0, 99], 0.5, 20, [0, 99]);
  assert.ok(Math.abs(last - first + 1 - 50) < 1e-9);
  assert.ok(first <= 20 && last >= 20);
  assert.deepEqual(zoomed([40, 59], 100, 50, [0, 99]), [0, 99]);
  const week = zoomed([40, 59], 0.001, 50, [0, 99]);
  assert.equal(week[1] - week[0] + 1, 7);
  assert.deepEqual(zoomed([0, 3], 0.001, 1, [0, 3]), [0, 3]);
});

test("a film moves or grows, and ends at the end", () => {
  assert.deepEqual(filmStart([0, 120], "moving", [0, 120]), [0, 10]);
  assert.deepEqual(filmStart([30, 40], "moving", [0, 120]), [30, 40]);
  assert.deepEqual(filmStart([110, 120], "moving", [0, 120]), [0, 10]);
  assert.deepEqual(filmStart([0, 120], "growing", [0, 120]), [0, 0]);
  assert.deepEqual(played([0, 10], 5, "moving", [0, 120]), { window: [5, 15], isOver: false });
  assert.deepEqual(played([0, 10], 5, "growing", [0, 120]), { window: [0, 15], isOver: false });
  assert.deepEqual(played([100, 118], 50, "moving", [0, 120]), { window: [102, 120], isOver: true });
});
