import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { parseAxis } from "../../static/js/axis.js";
import { blankTile, encodeTile } from "../../static/js/binary.js";
import { ServerIndex } from "../../static/js/server-index.js";
import { readState } from "../../static/js/store.js";

const ADDRESSES = { tiles: "/map/tiles/", cubes: "/map/cubes/", summary: "/map/summary", list: "/map/list/", cards: "/events/cards/", places: "/map/places/" };
const STATE = readState("q=oil&type=riot&from=2020-01-01&at=6/40/47&order=nearest&show=heat&span=2000-01-01~2001-01-01");
const fetched = globalThis.fetch;
afterEach(() => { globalThis.fetch = fetched; });

/** Answers one after the other; notes what was asked. */
function answering(...answers) {
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    const { status = 200, body = "{}", headers = {} } = answers.shift() ?? {};
    return new Response(body, { status, headers });
  };
  return asked;
}

test("each is asked for what it depends on, no more", async () => {
  const tile = { body: encodeTile(blankTile(2, 1)) };
  const asked = answering(tile, { body: "{}" }, { body: "<ol></ol>" }, { body: '{"cards":[{"id":3}]}' }, { body: "[]" });
  const index = new ServerIndex(ADDRESSES);
  assert.equal((await index.tile(3, 1, 2, STATE)).points.length, 2);
  await index.summary(STATE, { bounds: [1, 2, 3, 4.123456789], axis: parseAxis("month3:1950-01-01:308"), parts: ["count", "histogram"] });
  await index.list(STATE, { bounds: null, after: "12 a" });
  assert.deepEqual(await index.cards([3]), [{ id: 3 }]);
  await index.places("St. Ives & co");
  assert.deepEqual(asked, [
    "/map/tiles/3/1/2?q=oil&type=riot&from=2020-01-01",
    "/map/summary?q=oil&type=riot&from=2020-01-01&in=1,2,3,4.12346&axis=month3:1950-01-01:308&parts=count,histogram",
    "/map/list/?q=oil&type=riot&from=2020-01-01&order=nearest&at=6/40/47&after=12+a",
    "/events/cards/?id=3",
    "/map/places/?q=St.+Ives+%26+co",
  ]);
});

test("it waits while the index is built, and gives up when told to", async () => {
  const asked = answering({ status: 503, headers: { "Retry-After": "0.01" } }, { body: '{"count":1}' });
  const index = new ServerIndex(ADDRESSES);
  assert.equal((await index.summary(STATE, { bounds: null, axis: null, parts: ["count"] })).count, 1);
  assert.equal(asked.length, 2);
  answering({ status: 503, headers: { "Retry-After": "60" } });
  const controller = new AbortController();
  const waiting = index.places("x", controller.signal);
  setTimeout(() => controller.abort(), 5);
  await assert.rejects(waiting, { name: "AbortError" });
});

test("errors are told, and news once", async () => {
  answering({ status: 400 });
  const news = [];
  const index = new ServerIndex(ADDRESSES, (version) => news.push(version));
  await assert.rejects(index.places("x"), /answered 400/);
  answering({ headers: { "X-Map-Version": "1" } }, { headers: { "X-Map-Version": "1" } }, { headers: { "X-Map-Version": "2" } });
  await index.check();
  await index.check();
  await index.check();
  assert.deepEqual(news, ["2"]);
});

test("values of facets have a label where there is one", async () => {
  answering({ body: '{"facets":{"type":[["riot",12]],"source":[[3,"BBC",4]]}}' });
  const { facets } = await new ServerIndex(ADDRESSES).summary(STATE, { bounds: null, axis: null, parts: ["facets"] });
  assert.deepEqual(facets, { type: [["riot", "", 12]], source: [["3", "BBC", 4]] });
});
