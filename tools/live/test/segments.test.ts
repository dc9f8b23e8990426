import assert from "node:assert/strict";
import { test } from "node:test";
import { frameOf, parse, whole, type Frame } from "../src/frame";
import { following, missing, patience, round } from "../src/segments";

const frame = (seq: number): Frame => ({ seq, fragments: [], says: "new" });
const seqs = (list: Frame[]): number[] => list.map((f) => f.seq);

test("only the segments that hold what is missing are asked for", () => {
  const cases: [number, number, number[]][] = [
    [0, 0, []],
    [0, 1, [0]],
    [0, 31, [0]],
    [0, 32, [0, 1]],
    [30, 31, [0]],
    [31, 31, []],
    [31, 32, [1]],
    [31, 64, [1, 2]],
    [32, 63, [1]],
    [63, 64, [2]],
    [1000, 1204, [31, 32, 33, 34, 35, 36, 37]],
    [1204, 1000, []],
  ];
  for (const [seq, head, want] of cases) assert.deepEqual(missing(seq, head), want, `${seq} to ${head}`);
});

test("frames are taken up to the first hole, whatever their order", () => {
  assert.deepEqual(seqs(following([frame(3), frame(1), frame(2)], 0)), [1, 2, 3]);
  assert.deepEqual(seqs(following([frame(1), frame(2), frame(3)], 2)), [3]);
  assert.deepEqual(seqs(following([frame(1), frame(3), frame(4)], 0)), [1]);
  assert.deepEqual(seqs(following([frame(2), frame(2), frame(3)], 1)), [2, 3]);
  assert.deepEqual(seqs(following([frame(5)], 1)), []);
  assert.deepEqual(seqs(following([], 1)), []);
});

test("waiting is spread, and grows to two minutes at most", () => {
  assert.equal(round(10_000, 0), 8_000);
  assert.equal(round(10_000, 0.5), 10_000);
  assert.equal(round(10_000, 1), 12_000);
  assert.deepEqual([0, 1, 2, 3, 4, 9, 2000].map((n) => patience(10_000, n)), [10_000, 20_000, 40_000, 80_000, 120_000, 120_000, 120_000]);
});

test("what is not a frame is told from one", () => {
  const good = { entry: { seq: 7 }, body: null, fragments: [{ id: "d-a", place: "insert", html: "<p>" }], says: "new" };
  assert.deepEqual(frameOf(good), { seq: 7, fragments: good.fragments, says: "new" });
  for (const bad of [null, undefined, 1, "x", [], {}, { entry: null }, { entry: { seq: "7" }, fragments: [] }, { entry: { seq: 7 } }]) {
    assert.equal(frameOf(bad), null, JSON.stringify(bad));
  }
  const odd = frameOf({ entry: { seq: 8 }, fragments: [null, 1, { id: 1, place: "insert", html: "" }, { id: "a" }], says: 5 });
  assert.deepEqual(odd, { seq: 8, fragments: [], says: "5" });
});

test("broken JSON and odd numbers are nothing", () => {
  assert.equal(parse("{"), null);
  assert.equal(parse(""), null);
  assert.deepEqual(parse("[1]"), [1]);
  assert.deepEqual([0, 7, -1, 1.5, NaN, Infinity, "7", null].map(whole), [0, 7, -1, -1, -1, -1, -1, -1]);
});
