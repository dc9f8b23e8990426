// A second verifier of livebrief's records and copies, written from docs/record.md alone. It needs WebCrypto and nothing else, runs
// in a page from a file (verify.html) and under Node, and never asks the network for anything.
"use strict";
(() => {
const utf8 = new TextEncoder();
const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
// Verdicts, in the order in which they count; the numbers are the exit codes of `livebrief verify`.
const OK = 0, TAMPERED = 1, STALE = 2, INCOMPLETE = 3, UNKNOWN = 4;
class Fault extends Error { constructor(says, code = TAMPERED) { super(says); this.code = code; } }
const must = (holds, says, code) => { if (!holds) throw new Fault(says, code); };
function decode(bytes) {
  try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch { throw new Fault("it is not UTF-8"); }
}
async function sha256(...parts) {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const p of parts) { all.set(p, at); at += p.length; }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
}
// base64 takes one spelling only: padded, no blank, spare bits zero. Null for anything else.
function base64(text) {
  try { return btoa(atob(text)) === text ? Uint8Array.from(atob(text), (c) => c.charCodeAt(0)) : null; } catch { return null; }
}
// canonical writes a value as RFC 8785 wants it, and refuses what two readers could understand differently: halves of
// surrogate pairs, numbers of 2^53 and more, more than 64 levels. JSON.stringify spells strings and numbers as it should.
function canonical(v, depth = 1) {
  if (v === null || typeof v !== "object") {
    must(typeof v === "string" ? !/\p{Surrogate}/u.test(v) : typeof v !== "number" || Math.abs(v) < 2 ** 53, "is not clear");
    return JSON.stringify(v);
  }
  must(depth <= 64, "is too deep");
  if (Array.isArray(v)) return "[" + v.map((x) => canonical(x, depth + 1)).join() + "]";
  return "{" + Object.keys(v).sort().map((k) => canonical(k) + ":" + canonical(v[k], depth + 1)).join() + "}";
}
// parse reads JSON in canonical form. Whatever stands in it twice, or in another spelling, does not come out again.
function parse(text, what) {
  let v, again;
  try { again = canonical(v = JSON.parse(text)); } catch { again = null; }
  must(again === text, what + " is not canonical JSON");
  return v;
}
const isObject = (v) => v !== null && typeof v === "object" && !Array.isArray(v);
const same = (a, b) => a === undefined || b === undefined ? a === b : canonical(a) === canonical(b);
const only = (v, keys) => isObject(v) && Object.keys(v).every((k) => keys.includes(k));
const whole = (v, from) => Number.isSafeInteger(v) && v >= from;
const token = (v) => typeof v === "string" && /^[A-Za-z0-9._-]{1,64}$/.test(v);
function time(v) {
  const ms = typeof v === "string" && /^\d{4}-/.test(v) && v !== "0001-01-01T00:00:00Z" ? Date.parse(v) : NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().replace(/\.?0+Z$/, "Z") === v;
}
const FORM = {
  v: (x) => x === 1, seq: (x) => whole(x, 1), at: time, dated: (x) => x === undefined || time(x), briefing: token, kind: token,
  item: token, rev: (x) => whole(x, 1), prev: (x, e) => whole(x, 0) && x < e.seq, lang: (x) => x === "" || token(x), role: token,
  commit: (x) => typeof x === "string" && /^[0-9a-f]{64}$/.test(x),
};
// parseLeaf reads the canonical JSON of an entry.
function parseLeaf(bytes) {
  const e = parse(decode(bytes), "the leaf");
  must(only(e, Object.keys(FORM)), "the leaf has other fields than an entry");
  for (const field in FORM) must(FORM[field](e[field], e), `the leaf has a wrong ${field}`);
  return e;
}
const leafHash = (leaf) => sha256([0], leaf);
// rootOf is the root of RFC 6962: pairs, level by level, an odd one carried up.
async function rootOf(hashes) {
  if (hashes.length === 0) return sha256();
  while (hashes.length > 1) {
    const next = [];
    for (let i = 0; i < hashes.length; i += 2048) { // so many at a time
      const part = hashes.slice(i, i + 2048);
      next.push(...await Promise.all(part.flatMap((h, j) => j % 2 ? [] : j + 1 < part.length ? [sha256([1], h, part[j + 1])] : [h])));
    }
    hashes = next;
  }
  return hashes[0];
}
// openDeclaration reads which key signs a record: a note by the key before (for a renewal), the key and its root, in this order.
async function openDeclaration(note) {
  const bad = "it declares a key in a form that does not hold", [, origin, number, key, before, root, date, reason, signed] =
    /^livebrief key 1\norigin (.+)\nnumber ([1-9]\d{0,15})\nkey (.+)\nbefore (.+)\nroot (.+)\nexpires ([2-9]\d{3}-\d\d-\d\d)\nreason (first|renewal|loss)\n\n([^]+)$/.exec(note) || [];
  must(signed && time(date + "T00:00:00Z") && whole(+number, 1) && key !== before && (reason === "first") === (before === "none") &&
    (reason !== "first" || number === "1"), bad);
  const all = await Promise.all([before, key, root].map((line) => line === "none" ? null : openKey(line)));
  must(all.every((k, i) => !k || k.name === (i < 2 ? origin : origin + "/root")), bad);
  const by = all.slice(reason === "renewal" ? 0 : 1), lines = signed.split("\n");
  must(lines.length === by.length + 1 && by.every((k, i) => lines[i].startsWith(`— ${k.name} `)), bad);
  for (const [i, k] of by.entries()) {
    const { others } = await openNote(utf8.encode(note), k, "its declaration");
    must(others === by.length - 1 && hex(base64(lines[i].split(" ")[2]).slice(0, 4)) === k.id, bad);
  }
  return { origin, number: +number, key, before, root, date, reason };
}
// Chain reads a record from entry 1 and holds every entry to the ones before it.
class Chain {
  hashes = []; removed = new Map(); last = null; keys = []; #items = new Map(); #waiting = new Map(); #dates = false;
  // add takes the next entries: their leaves as bytes, and the text of what stands beside each.
  async add(entries) {
    const read = await Promise.all(entries.map((e) => this.#read(e).catch((fault) => ({ fault }))));
    for (const r of read) {
      try { if (r.fault) throw r.fault; this.#follow(r); } catch (e) {
        throw e instanceof Fault ? new Fault(`entry ${this.hashes.length + 1}: ${e.message}`, e.code) : e;
      }
      this.hashes.push(r.hash);
    }
  }
  async #read({ leaf, beside }) {
    const e = parseLeaf(leaf), b = parse(beside, "what stands beside it");
    must(only(b, ["seq", "body", "salt", "removal"]) && b.seq === e.seq, "what stands beside it belongs to another entry");
    if (b.removal !== undefined) {
      const r = b.removal;
      must(b.body === undefined && b.salt === undefined, "it is said to be removed, yet its body or salt is there");
      must(only(r, ["by", "class", "at", "replacement"]) && whole(r.by, e.seq + 1) && typeof r.class === "string" && r.class && time(r.at),
        "its removal is not one");
    } else {
      must(b.body !== undefined || b.salt !== undefined, "its text is gone, and no entry says that it was removed", INCOMPLETE);
      const salt = base64(b.salt);
      must(salt && salt.length === 32 && isObject(b.body), "its body is no object, or its salt is not 32 bytes");
      must(hex(await sha256(salt, utf8.encode(canonical(b.body)))) === e.commit, "it was committed to a different body");
    }
    const shown = b.removal ? b.removal.replacement : b.body, note = e.kind === "key" || e.seq === 1 ? isObject(shown) && shown.declaration : "";
    must(note || e.kind !== "key", "it says that a key changed, and not which");
    must(!note || typeof note === "string", "it declares a key in a form that cannot be read");
    return { e, b, shown, declares: note ? await openDeclaration(note) : null, hash: await leafHash(leaf) };
  }
  #follow({ e, b, shown, declares }) {
    const last = this.last, was = this.#items.get(e.item) || { rev: 0, seq: 0 };
    must(e.seq === this.hashes.length + 1, `missing; entry ${e.seq} stands in its place`);
    must(!last || e.briefing === last.briefing, "it belongs to another briefing");
    must(!last || Date.parse(e.at) >= Date.parse(last.at), "it is older than the entry before it");
    must(e.rev === was.rev + 1 && e.prev === was.seq, "it does not follow the revision of its item before it");
    if (!last) this.#dates = shown === undefined || isObject(shown) && shown.reconstruction === true;
    must(this.#dates || e.dated === undefined, "it claims a date, and this is not a reconstruction");
    for (const gone of this.#waiting.get(e.seq) || []) must(explains(e, b, gone), `it does not remove entry ${gone.e.seq} as that says`);
    this.#waiting.delete(e.seq);
    if (b.removal) {
      this.removed.set(e.seq, b.removal.by);
      this.#waiting.set(b.removal.by, [...this.#waiting.get(b.removal.by) || [], { e, removal: b.removal }]);
    }
    if (declares) this.#declare(declares, e.seq);
    this.#items.set(e.item, e);
    this.last = e;
  }
  // #declare holds a key to the ones before it; where none was declared, the key that signed so far has to answer for it.
  #declare(d, seq) {
    const was = this.keys.at(-1), first = d.reason === "first";
    must(first === (seq === 1) && (was || first || d.reason === "renewal"), "it declares a key that does not fit its place");
    must(!was || d.origin === was.origin && d.root === was.root && d.before === was.key && d.number === was.number + 1,
      "it declares a key that does not follow the one before");
    this.keys.push({ seq, ...d });
  }
  // close compares the record with the tree that was signed.
  async close(tree) {
    const size = this.hashes.length;
    must(size >= tree.size, `entry ${size + 1}: missing; the checkpoint is over ${tree.size} entries`, INCOMPLETE);
    must(size === tree.size, `entry ${tree.size + 1}: not covered by the checkpoint`);
    must(hex(await rootOf(this.hashes)) === hex(tree.root), "the entries are not those that the checkpoint was signed over");
    for (const [by, [gone]] of this.#waiting) must(false, `entry ${gone.e.seq}: removed by entry ${by}, which is not there`);
  }
}
// explains tells whether the redaction e, with the body beside it, removed the entry that says so.
function explains(e, { body }, gone) {
  if (e.kind !== "redact" || !body || !Array.isArray(body.removed)) return false;
  const listed = body.removed.find((x) => isObject(x) && x.seq === gone.e.seq);
  return listed !== undefined && body.target === gone.e.item && body.class === gone.removal.class && e.at === gone.removal.at &&
    same(listed.replacement, gone.removal.replacement);
}
// openKey reads a public key, "origin+id+base64".
async function openKey(line) {
  const [, name, id, text] = /^([!-*,-~]{1,255})\+([0-9a-f]{8})\+(.*)$/.exec(line) || [];
  const raw = text && base64(text);
  must(raw && raw.length === 33 && raw[0] === 1, "the key cannot be read");
  must(hex((await sha256(utf8.encode(name + "\n"), raw)).slice(0, 4)) === id, "the key cannot be read");
  const fingerprint = hex((await sha256(utf8.encode(line))).slice(0, 12)).replace(/(....)(?=.)/g, "$1 ");
  return { line, name, id, fingerprint, raw: raw.slice(1) };
}
// openNote gives the text of a signed note once the key has signed it, and how many others have signed.
async function openNote(bytes, key, what) {
  const note = decode(bytes), split = note.lastIndexOf("\n\n"), text = note.slice(0, split + 1), lines = note.slice(split + 2).split("\n");
  must(split >= 0 && !/[\0-\x09\x0b-\x1f]/.test(note) && lines.pop() === "" && lines.length <= 100, what + " is not a signed note");
  const seen = new Set();
  for (const line of lines) {
    const [, name, b64] = /^— ([^\s+]+) (\S+)$/u.exec(line) || [], sig = b64 && base64(b64);
    must(sig && sig.length >= 5, what + " has a signature in another form");
    const id = name + " " + hex(sig.slice(0, 4));
    must(!seen.has(id), what + " has two signatures by one key");
    seen.add(id);
    if (id !== key.name + " " + key.id) continue;
    const pub = await crypto.subtle.importKey("raw", key.raw, "Ed25519", false, ["verify"]);
    must(await crypto.subtle.verify("Ed25519", pub, sig.slice(4), utf8.encode(text)), what + " was changed after it was signed");
  }
  must(seen.has(key.name + " " + key.id), what + " is not signed by the key of this record");
  return { text, others: seen.size - 1 };
}
// openCheckpoint gives size and root of a signed checkpoint.
async function openCheckpoint(bytes, key) {
  const { text, others } = await openNote(bytes, key, "the checkpoint");
  const [origin, count, b64, end, ...more] = text.split("\n"), size = Number(count), root = base64(b64);
  must(origin === key.name && end === "" && more.length === 0, "the checkpoint is of another record");
  must(/^(0|[1-9]\d*)$/.test(count) && whole(size, 0) && root && root.length === 32, "the checkpoint has no size or no root");
  must(size > 0 || hex(root) === hex(await sha256()), "the checkpoint gives an empty record the root of another one");
  return { origin, size, root, others };
}
// tilePath is the end of a bundle's path: "x001/067", and ".p/W" behind it when it is not full.
function tilePath(index, width) {
  const parts = String(index).padStart(Math.ceil(String(index).length / 3) * 3, "0").match(/.../g);
  return parts.map((p, i) => (i + 1 < parts.length ? "x" : "") + p).join("/") + (width < 256 ? ".p/" + width : "");
}
// checkRecord reads leaves and what stands beside them, and holds them against the tree.
async function checkRecord(read, tree, tell) {
  const chain = new Chain();
  for (let from = 0; from < tree.size; from += 256) {
    const path = tilePath(from / 256, Math.min(256, tree.size - from)), bundle = await read("record/tile/entries/" + path);
    const lines = decode(await read("record/bodies/" + path)).split("\n"), entries = [];
    for (let at = 0, end; at < bundle.length; at = end) {
      end = at + 2 + bundle[at] * 256 + bundle[at + 1];
      must(end <= bundle.length, "record/tile/entries/" + path + " breaks off");
      entries.push({ leaf: bundle.slice(at + 2, end), beside: lines[entries.length] });
    }
    must(lines.pop() === "" && lines.length === entries.length, "record/bodies/" + path + " does not have one line to a leaf");
    await chain.add(entries);
    tell(`entry ${chain.hashes.length} of ${tree.size}`);
  }
  await chain.close(tree);
  return chain;
}
// openManifest gives the list of files that the publisher signed for the edition, and the time of its last entry.
async function openManifest(bytes, key, edition) {
  const { text, others } = await openNote(bytes, key, "the manifest");
  const [title, origin, of, at, , count, ...files] = text.split("\n").slice(0, -1);
  must(others === 0 && title === "livebrief mirror 1" && origin === "origin " + key.name && of === "edition " + edition &&
    count === "files " + files.length, "the manifest belongs to another copy than the checkpoint");
  return { at, files };
}
// checkFiles holds every file against that list.
async function checkFiles(there, read, files, tell) {
  const listed = new Set(["manifest"]);
  let missing = "";
  for (const line of files) {
    const [, size, sum, path] = /^(\d+) ([0-9a-f]{64}) (.+)$/.exec(line) || [];
    must(path && !listed.has(path), "the manifest lists a file twice, or none");
    listed.add(path);
    if (!there.has(path)) { missing = missing || path; continue; }
    const body = await read(path);
    must(String(body.length) === size && hex(await sha256(body)) === sum, path + " is not the file that was signed");
    tell(`file ${listed.size - 1} of ${files.length}`);
  }
  for (const name of there) must(listed.has(name), name + " is not part of this copy");
  must(!missing, missing + " is missing", INCOMPLETE);
}
// check judges a copy: the paths of its files, and a way to read one. given is the key, or its fingerprint, that
// the reader has from elsewhere; kept is a checkpoint from an earlier look.
async function check(names, readFile, { given = "", kept = null, tell = () => {} } = {}) {
  const there = new Set(names), read = (path) => { must(there.has(path), path + " is missing", INCOMPLETE); return readFile(path); };
  try {
    if (!globalThis.crypto || !crypto.subtle) throw new Error("over plain http a browser lends no hash function. Save this page and open it from the disk");
    const key = await openKey(decode(await read("key")).replace(/\n$/, ""));
    const tree = await openCheckpoint(await read("record/checkpoint"), key);
    const { at, files } = await openManifest(await read("manifest"), key, tree.size);
    const chain = await checkRecord(read, tree, tell);
    must(at === "at " + chain.last?.at, "the manifest has another time than the last entry");
    const now = chain.keys.at(-1);
    must(!now || now.origin === key.name && now.key === key.line, `the key of the copy is not the one that signs since entry ${now?.seq}`);
    await checkFiles(there, read, files, tell);
    const facts = { key, size: tree.size, at: chain.last.at, removed: [...chain.removed], keys: chain.keys };
    const lines = [key.line, ...chain.keys.flatMap((d) => [d.key, d.before, d.root])].filter((line) => line !== "none");
    const known = await Promise.all(lines.map(openKey)), typed = given.toLowerCase().replace(/[\s-]/g, "");
    if (kept) {
      const old = await known.reduce((opened, k) => opened.catch(() => openCheckpoint(kept, k)), Promise.reject());
      must(old.size <= tree.size && hex(await rootOf(chain.hashes.slice(0, old.size))) === hex(old.root),
        `this copy of ${tree.size} entries does not continue the ${old.size} that you knew`, STALE);
    }
    const mine = known.some((k) => given === k.line || typed === k.fingerprint.replaceAll(" ", ""));
    const says = now && now.date < chain.last.at.slice(0, 10) ? `its key was to sign until ${now.date} only` : mine ? "intact" :
      given ? "signed with another key than yours" : "nobody has said yet whose key this is";
    return { code: says === "intact" ? OK : UNKNOWN, says, ...facts };
  } catch (e) {
    return e instanceof Fault ? { code: e.code, says: e.message } : { code: null, says: "this program could not check it: " + e.message };
  }
}
globalThis.livebrief = { Fault, Chain, decode, parse, canonical, hex, leafHash, rootOf, openKey, openNote, openCheckpoint, openDeclaration, check };
if (globalThis.document) page();
function page() {
  const $ = (id) => document.getElementById(id), words = { [OK]: "Intact", [TAMPERED]: "Tampered with", [STALE]: "Stale",
    [INCOMPLETE]: "Incomplete", [UNKNOWN]: "Intact, publisher unknown", null: "Not checked" };
  $("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const files = new Map(Array.from($("folder").files, (f) => [f.webkitRelativePath.replace(/^[^/]*\//, ""), f]));
    const read = async (path) => new Uint8Array(await files.get(path).arrayBuffer()), [old] = $("kept").files;
    const kept = old && new Uint8Array(await old.arrayBuffer()), tell = (text) => { $("progress").textContent = text; };
    const v = await check([...files.keys()], read, { given: $("key").value.trim(), kept, tell });
    tell("");
    $("verdict").dataset.code = v.code;
    $("word").textContent = words[v.code];
    $("says").textContent = v.says + ".";
    $("facts").textContent = v.key ? `Record ${v.key.name}, ${v.size} entries, the last of ${v.at}. Fingerprint ${v.key.fingerprint}. ` +
      v.keys.map((k) => `Since entry ${k.seq} its key signs until ${k.date}. `).join("") +
      v.removed.map(([seq, by]) => `Entry ${seq} was removed openly by entry ${by}. `).join("") : "";
  });
}
})();
