import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../src/nearest";

test("the nearest day is found, the first of two that are as near", () => {
  const days = [30, 20, 10];
  assert.equal(nearest(days, 19), 1);
  assert.equal(nearest(days, 25), 0);
  assert.equal(nearest(days, -1000), 2);
  assert.equal(nearest(days, 1000), 0);
});

test("rows without a day are passed over, and nothing is nearest to nothing", () => {
  assert.equal(nearest([NaN, 20, NaN], 0), 1);
  assert.equal(nearest([NaN], 0), -1);
  assert.equal(nearest([], 0), -1);
});
