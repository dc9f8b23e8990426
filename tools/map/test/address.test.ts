import assert from "node:assert/strict";
import { test } from "node:test";
import { read, write } from "../src/address";

test("a link brings back the view that it was made of", () => {
  const view = { day: "2022-09-24", compare: "2022-09-06", lat: 49.99, lon: 36.23, zoom: 3.5 };
  assert.deepEqual(read("#" + write(view)), view);
  assert.deepEqual(read("#" + write({ ...view, compare: "", zoom: 1 })), { day: "2022-09-24" });
});

test("what is wrong in a link is left out", () => {
  for (const hash of ["", "#", "#day=yesterday", "#with=2022-9-6", "#at=1,2", "#at=91,0,2", "#at=a,b,c", "#at=,,", "#other=1"]) {
    assert.deepEqual(read(hash), hash === "#at=,," ? { lat: 0, lon: 0, zoom: 0 } : {}, hash);
  }
});
