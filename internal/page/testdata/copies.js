// node copies.js VERIFIER TASKS reads a file of tasks, each a folder and what the reader brings along, and prints what
// the page's verifier makes of each copy. "flips" are changes of one bit, each judged by itself: path and bit.
"use strict";
const { readFileSync, readdirSync } = require("node:fs");
const { resolve, join, relative } = require("node:path");
require(resolve(process.argv[2]));
const { check } = globalThis.livebrief;

function load(folder) {
  const files = new Map();
  for (const e of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(e.path, e.name);
    if (e.isFile()) files.set(relative(folder, path), new Uint8Array(readFileSync(path)));
  }
  return files;
}

(async () => {
  const answers = [];
  for (const { folder, key, kept, flips } of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
    const files = load(folder), options = { given: key, kept: kept ? new Uint8Array(Buffer.from(kept, "base64")) : null };
    const judge = () => check([...files.keys()], async (path) => files.get(path).slice(), options);
    const answer = await judge();
    answer.flipped = {};
    for (const { path, bit } of flips || []) {
      const body = files.get(path);
      body[bit >> 3] ^= 1 << (bit & 7);
      const { code } = await judge();
      answer.flipped[code] = (answer.flipped[code] || 0) + 1;
      if (code === 0 || code === 4 || code === null) answer.missed = path + " bit " + bit;
      body[bit >> 3] ^= 1 << (bit & 7);
    }
    answers.push(answer);
  }
  process.stdout.write(JSON.stringify(answers));
})();
