import assert from "node:assert/strict";
import { test } from "node:test";

import { Questions } from "../../static/js/questions.js";

const AXIS = { bins: 3 };
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

function aView() {
  const asked = [];
  const told = [];
  const index = {
    summary: (_state, question, signal) => new Promise((resolve, reject) => {
      asked.push({ ...question, resolve, reject, signal });
    }),
  };
  const view = { state: () => ({}), bounds: () => null, axis: () => AXIS,
    onAnswer: (summary, axis) => told.push([summary, axis]), onError: (error) => told.push(error.message) };
  return { asked, told, questions: new Questions(index, view) };
}

test("what is asked in one turn is one question", async () => {
  const { asked, told, questions } = aView();
  questions.ask(["count"]);
  questions.ask(["extent", "count"]);
  await turn();
  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0].parts, ["count", "extent"]);
  assert.equal(asked[0].axis, null, "only a histogram needs an axis");
  asked[0].resolve("answer");
  await turn();
  assert.deepEqual(told, [["answer", AXIS]]);
});

test("what was on its way is asked again with what is new", async () => {
  const { asked, told, questions } = aView();
  questions.ask(["histogram"]);
  await turn();
  questions.ask(["count"]);
  await turn();
  assert.ok(asked[0].signal.aborted);
  assert.deepEqual(asked[1].parts, ["histogram", "count"]);
  asked[0].resolve("old");
  asked[1].resolve("new");
  await turn();
  assert.deepEqual(told.map(([summary]) => summary), ["new"]);
  questions.ask(["count"]);
  await turn();
  assert.deepEqual(asked[2].parts, ["count"]);
});

test("a question may wait for more to come; an error is told", async () => {
  const { asked, told, questions } = aView();
  questions.ask(["count"], 10);
  questions.ask(["facets"], 10);
  await turn();
  assert.equal(asked.length, 0);
  await new Promise((resolve) => setTimeout(resolve, 25));
  assert.deepEqual(asked[0].parts, ["count", "facets"]);
  asked[0].reject(new Error("no"));
  await turn();
  assert.deepEqual(told, ["no"]);
});
