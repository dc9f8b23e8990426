// The second opinion of the tests: node second.js VERIFIER TASKS reads a file of tasks and prints, as JSON, what the
// verifier of the page makes of each. It judges nothing itself.
"use strict";
const { readFileSync } = require("node:fs");
require(require("node:path").resolve(process.argv[2]));
const { Fault, Chain, decode, parse, canonical, hex, leafHash, rootOf, openKey, openCheckpoint, openDeclaration } = globalThis.livebrief;
const bytes = (entry, field) => entry[field + "64"] === undefined ? Buffer.from(entry[field]) : Buffer.from(entry[field + "64"], "base64");

const tasks = {
  // A record: its key, its checkpoint, and its entries.
  async record({ key, checkpoint, entries }) {
    const tree = await openCheckpoint(Buffer.from(checkpoint), await openKey(key)), chain = new Chain();
    await chain.add(entries.map((e) => ({ leaf: bytes(e, "leaf"), beside: decode(bytes(e, "beside")) })));
    await chain.close(tree);
    return { leaf_hashes: chain.hashes.map(hex), root: hex(tree.root), removed: Object.fromEntries(chain.removed) };
  },
  async checkpoint({ key, note }) {
    const { size, root } = await openCheckpoint(Buffer.from(note), await openKey(key));
    return { size, root: hex(root) };
  },
  async key({ line }) {
    const { id, fingerprint, raw } = await openKey(line);
    return { id, fingerprint, public: hex(raw) };
  },
  // The declaration of a key, as a note.
  async declaration({ note }) {
    const d = await openDeclaration(note);
    return { declared: [d.origin, d.number, d.key, d.before, d.root, d.date, d.reason].join(" ") };
  },
  // A tree over leaves "leaf 0", "leaf 1" and so on.
  async tree({ size }) {
    return { root: hex(await rootOf(await Promise.all(Array.from({ length: size }, (_, i) => leafHash(Buffer.from("leaf " + i)))))) };
  },
  async canonical({ of }) { return { canonical: canonical(JSON.parse(of)) }; },
  async strict({ of }) { return { canonical: canonical(parse(of, "it")) }; },
};

(async () => {
  const answers = [];
  for (const task of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
    answers.push(await tasks[task.task](task).catch((e) => ({ refused: e.message, code: e instanceof Fault ? e.code : null })));
  }
  process.stdout.write(JSON.stringify(answers));
})();
