import assert from "node:assert/strict";
import { test } from "node:test";
import { placeOf, placeOfDay } from "../src/order";

test("the newest stands first, and of the same time the one that came last", () => {
  const shown = [50, 40, 40, 30];
  const cases: [number, number][] = [[60, 0], [50, 0], [45, 1], [40, 1], [35, 3], [30, 3]];
  for (const [when, want] of cases) assert.equal(placeOf(shown, when, true), want, String(when));
});

test("what belongs below the last one is on an older page, if there is one", () => {
  assert.equal(placeOf([50, 40], 10, true), -1);
  assert.equal(placeOf([50, 40], 10, false), 2);
  assert.equal(placeOf([], 10, true), 0);
  assert.equal(placeOf([], 10, false), 0);
});

test("days stand newest first too", () => {
  const days = ["2022-09-24", "2022-09-22"];
  assert.equal(placeOfDay(days, "2022-09-25"), 0);
  assert.equal(placeOfDay(days, "2022-09-23"), 1);
  assert.equal(placeOfDay(days, "2022-09-21"), 2);
  assert.equal(placeOfDay([], "2022-09-21"), 0);
});

test("frames put in one after the other end in the order of a page made at once", () => {
  // [time, sequence]; the page sorts by time, then by sequence, both newest first.
  const frames: [number, number][] = [[10, 1], [30, 2], [20, 3], [30, 4], [5, 5], [20, 6], [30, 7]];
  const list: [number, number][] = [];
  for (const f of frames) list.splice(placeOf(list.map((x) => x[0]), f[0], false), 0, f);
  assert.deepEqual(list, [[30, 7], [30, 4], [30, 2], [20, 6], [20, 3], [10, 1], [5, 5]]);
});
