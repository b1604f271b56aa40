import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { inShort, locale, t, tn, useWords } from "../../static/js/words.js";

afterEach(() => useWords({}, "en"));

test("English stands in for what is not translated", () => {
  useWords({ Play: "Oxut", "{n} events": { other: "{n} hadisə" } }, "az");
  assert.equal(t("Play"), "Oxut");
  assert.equal(t("Pause"), "Pause");
  assert.equal(tn(1, "{n} event", "{n} events"), "1 hadisə");
  assert.equal(t("{a} of {b}", { a: 1, b: "{a}" }), "1 of {a}");
});

test("each language has its own plurals", () => {
  useWords({ "{n} events": { one: "{n} событие", few: "{n} события", many: "{n} событий" } }, "ru");
  assert.deepEqual([1, 2, 5, 21].map((n) => tn(n, "{n} event", "{n} events")),
    ["1 событие", "2 события", "5 событий", "21 событие"]);
  useWords({}, "en");
  assert.equal(tn(12345, "{n} event", "{n} events"), "12,345 events");
  assert.equal(locale(), "en-GB");
  useWords({}, "no-such-tongue-at-all");
  assert.equal(locale(), "en-GB");
});

test("numbers in four characters", () => {
  assert.deepEqual([7, 999, 1000, 1249, 9960, 34_500, 999_400, 999_500, 1_234_567, 23_400_000].map(inShort),
    ["7", "999", "1k", "1.2k", "10k", "35k", "999k", "1M", "1.2M", "23M"]);
});
