import assert from "node:assert/strict";
import { test } from "node:test";

import { FILTERS, readState, Store, writeState } from "../../static/js/store.js";

/** A window that has an address and a history. */
function aPage(search = "") {
  const page = { location: { pathname: "/", search }, steps: [`/${search}`], popped: null };
  const go = (address) => { page.location.search = new URL(address, "http://x").search; };
  page.history = {
    pushState: (_state, _title, address) => { page.steps.push(address); go(address); },
    replaceState: (_state, _title, address) => { page.steps[page.steps.length - 1] = address; go(address); },
  };
  page.addEventListener = (_name, listener) => { page.popped = listener; };
  page.back = () => { page.steps.pop(); go(page.steps.at(-1)); page.popped(); };
  return page;
}

test("an address is read and written alike, short and readable", () => {
  const search = "q=oil+price&type=protest&type=riot&area=40.1,47.5~41,49&from=2022-01-01&at=6/40.1/47.5";
  assert.equal(writeState(readState(`?${search}`)), search);
  assert.equal(writeState(readState("")), "");
  assert.equal(writeState(readState("?unknown=1&q=&type=&from=%20")), "");
  assert.deepEqual(readState("?type=riot&type=riot").type, ["riot"]);
});

test("hostile values stay values", () => {
  const hostile = '"><script>&q=a#b=c%2';
  const state = { ...readState(""), q: hostile, actor: [hostile] };
  assert.deepEqual(readState(writeState(state)), state);
});

test("a change is told once, with what changed", () => {
  const store = new Store(aPage("?type=riot"));
  const told = [];
  store.onChange((state, changed) => told.push([state.q, [...changed].sort()]));
  store.set({ q: "a", order: "nearest" });
  store.set({ q: "a" });
  assert.deepEqual(told, [["a", ["order", "q"]]]);
  assert.equal(store.query(FILTERS), "q=a&type=riot");
});

test("back undoes a step; what was replaced is no step", () => {
  const page = aPage();
  const store = new Store(page);
  const told = [];
  store.set({ from: "2020-01-01" });
  store.set({ at: "3/1/2" }, { push: false });
  assert.deepEqual(page.steps, ["/", "/?from=2020-01-01&at=3/1/2"]);
  store.onChange((_state, changed) => told.push(...changed));
  page.back();
  assert.deepEqual(told.sort(), ["at", "from"]);
  assert.equal(store.query(), "");
});

test("lists that only look alike as text differ", () => {
  const store = new Store(aPage("?actor=a,b"));
  let times = 0;
  store.onChange(() => { times += 1; });
  store.set({ actor: ["a", "b"] });
  assert.equal(times, 1);
});

test("the switches of a frame stay", () => {
  const page = aPage("?show_list=0&type=riot&other=1");
  new Store(page).set({ type: [] });
  assert.equal(page.steps.at(-1), "/?show_list=0");
});
