import assert from "node:assert/strict";
import { test } from "node:test";

import { isInside, outline, readArea, writeArea } from "../../static/js/area.js";

test("an area is read and written alike", () => {
  assert.equal(writeArea(readArea("40.1,47.5~41,49")), "40.1,47.5~41,49");
  assert.equal(writeArea([[40.123456, 47.5], [41, 49], [1, 2]]), "40.1235,47.5~41,49~1,2");
  for (const wrong of ["", "1,2", "1,2~x,3", "91,0~1,1", "1,2,3~4,5", "1,2~,", Array(101).fill("1,2").join("~")]) {
    assert.equal(readArea(wrong), null, wrong);
  }
});

test("inside and outside, over the date line too", () => {
  const box = readArea("-5,170~5,190");
  assert.equal(outline(box).length, 4);
  assert.ok(isInside(box, 0, 175) && isInside(box, 0, -175));
  assert.ok(!isInside(box, 0, 165) && !isInside(box, 6, 175));
  const hollow = readArea("0,0~10,0~10,10~5,5~0,10");
  assert.ok(isInside(hollow, 5, 2) && !isInside(hollow, 5, 8));
});
