import assert from "node:assert/strict";
import { test } from "node:test";
import { change, inside, keyframe } from "../src/layers";

const text = (s: string): number[] => [s.length, ...new TextEncoder().encode(s)];
const zigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);
const points = (...list: number[]): number[] => list.map(zigzag);
const raw = (mark: string, ...rest: number[]): Uint8Array => Uint8Array.from([...new TextEncoder().encode(mark), ...rest]);

// One held area: the square from 0 0 to 10 10.
const square = raw("LK1", 1, ...text("assessed"), ...text("W"), 1, 4, ...points(0, 0, 10, 0, 0, 10, -10, 0));

test("a keyframe is a whole layer", () => {
  assert.deepEqual(keyframe(square), [{ cls: "assessed", party: "W", rings: [[[0, 0], [10, 0], [10, 10], [0, 10]]] }]);
});

test("a change keeps, drops and puts in points", () => {
  // Read from its point 1 on: keep one, drop one, put in 20 20; the rest goes.
  const edit = raw("LC1", 1, ...text("assessed"), ...text("W"), 2, 1, 2, 0, 1, 2, 1, 1, 1, ...points(10, 20), 2, 0, 0);
  assert.deepEqual(change(keyframe(square), edit)[0]!.rings, [[[10, 0], [20, 20], [0, 10], [0, 0]]]);
});

test("areas come and go", () => {
  const gone = raw("LC1", 1, ...text("assessed"), ...text("W"), 0);
  assert.deepEqual(change(keyframe(square), gone), []);
  const more = raw("LC1", 1, ...text("a"), ...text(""), 1, 0);
  assert.deepEqual(change(keyframe(square), more).map((a) => a.cls), ["a", "assessed"]);
});

test("rings that stay are told by their numbers", () => {
  const same = raw("LC1", 1, ...text("assessed"), ...text("W"), 2, 1, 0, 0, 1);
  assert.deepEqual(change(keyframe(square), same), keyframe(square));
});

test("bytes that end too early are refused", () => {
  for (let n = 0; n < square.length; n++) assert.throws(() => keyframe(square.subarray(0, n)));
});

test("a hole is not inside", () => {
  const rings = [[[0, 0], [10, 0], [10, 10], [0, 10]], [[4, 4], [4, 6], [6, 6], [6, 4]]] as const;
  assert.equal(inside(rings, [2, 2]), true);
  assert.equal(inside(rings, [5, 5]), false);
  assert.equal(inside(rings, [11, 5]), false);
});
