import assert from "node:assert/strict";
import { test } from "node:test";
import { Pending } from "../src/pending";
import { Speaker } from "../src/speaker";
import { Tally, Words } from "../src/tally";

const english = new Words(() => null, "en");

const said = (words: Words, ...says: string[]): string => {
  const t = new Tally();
  for (const s of says) t.add(s);
  return t.text(words);
};

test("counts are said in words", () => {
  assert.equal(said(english), "");
  assert.equal(said(english, "quiet", "something later", "constructor"), "");
  assert.equal(said(english, "new"), "1 new");
  assert.equal(said(english, "correction", "new", "new", "story"), "3 new, 1 correction");
  assert.equal(said(english, "outcome", "new", "outcome", "statement"), "1 new, 1 statement, 2 outcomes");
  assert.equal(said(english, "correction", "correction", "withdrawal", "glance", "update"), "2 updates, 2 corrections, 1 withdrawn");
});

test("a page brings its own words, by the plural rules of its language", () => {
  const given: Record<string, string> = {
    "new-one": "%d новое", "new-few": "%d новых сообщения", "new-many": "%d новых", join: " и ",
    "correction-one": "%d исправление", "correction-many": "%d исправлений",
  };
  const russian = new Words((name) => given[name] || null, "ru");
  const news = (n: number): string[] => Array<string>(n).fill("new");
  assert.equal(said(russian, ...news(1)), "1 новое");
  assert.equal(said(russian, ...news(3)), "3 новых сообщения");
  assert.equal(said(russian, ...news(5)), "5 новых");
  assert.equal(said(russian, ...news(21), "correction"), "21 новое и 1 исправление");
  assert.equal(said(russian, "correction", "correction"), "2 исправлений", "the general form stands in for one that is missing");
  assert.equal(said(russian, "update"), "1 update", "and English for a word that is missing");
});

test("a language tag that is none does no harm", () => {
  for (const tag of ["", "not a tag", "x", "-"]) assert.equal(said(new Words(() => null, tag), "update"), "1 update", tag);
});

test("a tally forgets when it is cleared", () => {
  const t = new Tally();
  t.add("new");
  t.clear();
  t.add("correction");
  assert.equal(t.total(), 1);
  assert.equal(t.text(english), "1 correction");
});

test("the voice speaks at once and then at most every 30 seconds", () => {
  let now = 1_000_000;
  const heard: [number, string][] = [];
  const timers: { at: number; run: () => void }[] = [];
  const clock = { now: () => now, after: (ms: number, run: () => void) => void timers.push({ at: now + ms, run }) };
  const speaker = new Speaker((text) => void heard.push([now, text]), english, clock);
  const pass = (ms: number): void => {
    const end = now + ms;
    for (let t = timers.findIndex((x) => x.at <= end); t >= 0; t = timers.findIndex((x) => x.at <= end)) {
      const [next] = timers.splice(t, 1);
      now = next!.at;
      next!.run();
    }
    now = end;
  };

  speaker.add("quiet");
  assert.deepEqual(heard, []);
  speaker.add("new");
  assert.deepEqual(heard, [[1_000_000, "1 new"]]);
  for (let i = 0; i < 5; i++) {
    pass(1_000);
    speaker.add(i % 2 ? "correction" : "new");
  }
  assert.equal(heard.length, 1);
  pass(25_000);
  assert.deepEqual(heard[1], [1_030_000, "3 new, 2 corrections"]);
  pass(100_000);
  assert.equal(heard.length, 2, "silence is not said");
  speaker.add("withdrawal");
  assert.deepEqual(heard[2], [1_130_000, "1 withdrawn"]);
});

test("an item that waits is kept once, in its latest form, and stays an insertion", () => {
  const p = new Pending();
  p.add({ id: "d-a", place: "insert", html: "first" });
  p.add({ id: "tracks", place: "replace", html: "12" });
  p.add({ id: "d-b", place: "insert", html: "other" });
  p.add({ id: "d-a", place: "replace", html: "corrected" });
  p.add({ id: "tracks", place: "replace", html: "13" });
  assert.equal(p.has("d-a"), true);
  assert.deepEqual(p.take(), [
    { id: "d-a", place: "insert", html: "corrected" },
    { id: "tracks", place: "replace", html: "13" },
    { id: "d-b", place: "insert", html: "other" },
  ]);
  assert.equal(p.has("d-a"), false);
  assert.deepEqual(p.take(), []);
});
