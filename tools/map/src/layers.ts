// The bytes of layers, as docs/maps.md has them: a keyframe is a whole layer, a change what a layer has else than the one before.

/** A point as [longitude, latitude] in steps of 1e-7 degrees. */
export type Point = readonly [number, number];
export type Ring = readonly Point[];
export interface Area {
  readonly cls: string;
  readonly party: string;
  readonly rings: readonly Ring[];
}
export type Layer = readonly Area[];

/** Reads numbers, texts and points; it throws where the bytes end too early. */
class Bytes {
  private at = 0;
  constructor(private readonly raw: Uint8Array) {}

  byte(): number {
    if (this.at >= this.raw.length) throw new Error("the bytes end too early");
    return this.raw[this.at++]!;
  }

  uint(): number {
    let n = 0;
    for (let unit = 1; ; unit *= 128) {
      const b = this.byte();
      n += (b % 128) * unit;
      if (b < 128) return n;
      if (unit > 2 ** 42) throw new Error("a number is too long");
    }
  }

  int(): number {
    const n = this.uint();
    return n % 2 ? -(n + 1) / 2 : n / 2;
  }

  text(): string {
    const n = this.uint();
    const part = this.raw.subarray(this.at, this.at + n);
    if (part.length < n) throw new Error("the bytes end too early");
    this.at += n;
    return new TextDecoder().decode(part);
  }

  mark(want: string): void {
    for (const c of want) if (this.byte() !== c.charCodeAt(0)) throw new Error(`these bytes do not begin with ${want}`);
  }

  points(n: number, from: Point = [0, 0]): Point[] {
    const out: Point[] = [];
    for (let last = from; out.length < n; out.push(last)) last = [last[0] + this.int(), last[1] + this.int()];
    return out;
  }

  shape(): Ring[] {
    const rings: Ring[] = [];
    for (let n = this.uint(); n > 0; n--) rings.push(this.points(this.uint()));
    return rings;
  }
}

export const keyframe = (raw: Uint8Array): Layer => {
  const b = new Bytes(raw);
  b.mark("LK1");
  const areas: Area[] = [];
  for (let n = b.uint(); n > 0; n--) areas.push({ cls: b.text(), party: b.text(), rings: b.shape() });
  return areas;
};

const key = (a: { cls: string; party: string }): string => `${a.cls}\n${a.party}`;

export const change = (before: Layer, raw: Uint8Array): Layer => {
  const b = new Bytes(raw);
  b.mark("LC1");
  const areas = new Map(before.map((a) => [key(a), a]));
  for (let n = b.uint(); n > 0; n--) {
    const cls = b.text();
    const party = b.text();
    const name = key({ cls, party });
    const was = areas.get(name)?.rings ?? [];
    switch (b.byte()) {
      case 0:
        areas.delete(name);
        break;
      case 1:
        areas.set(name, { cls, party, rings: b.shape() });
        break;
      default:
        areas.set(name, { cls, party, rings: edited(b, was) });
    }
  }
  return [...areas.values()].sort((x, y) => (x.cls < y.cls || (x.cls === y.cls && x.party < y.party) ? -1 : 1));
};

/** Reads rings by those that the area had before. */
const edited = (b: Bytes, before: readonly Ring[]): Ring[] => {
  const rings: Ring[] = [];
  const count = b.uint();
  while (rings.length < count) {
    switch (b.byte()) {
      case 0: {
        const from = b.uint();
        rings.push(...before.slice(from, from + b.uint()));
        break;
      }
      case 1:
        rings.push(b.points(b.uint()));
        break;
      default:
        rings.push(turned(b, before[b.uint()] ?? []));
    }
  }
  return rings;
};

/** Reads a ring by one that it was, from one of its points on, run by run. */
const turned = (b: Bytes, was: Ring): Ring => {
  const from = b.uint();
  const old = [...was.slice(from), ...was.slice(0, from)];
  const ring: Point[] = [];
  let at = 0;
  for (let runs = b.uint(); runs > 0; runs--) {
    const keep = b.uint();
    const drop = b.uint();
    const put = b.uint();
    ring.push(...old.slice(at, at + keep));
    ring.push(...b.points(put, ring[ring.length - 1] ?? [0, 0]));
    at += keep + drop;
  }
  return ring;
};

/** Tells whether a point lies in rings, holes left out. */
export const inside = (rings: readonly Ring[], [x, y]: Point): boolean => {
  let is = false;
  for (const r of rings) {
    for (let i = 0, j = r.length - 1; i < r.length; j = i++) {
      const [ax, ay] = r[i]!;
      const [bx, by] = r[j]!;
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) is = !is;
    }
  }
  return is;
};
