// A frame is one entry of the record as it arrives: what it changes on the page, and the word for what it says.

export interface Fragment {
  readonly id: string;
  readonly place: string;
  readonly html: string;
}

export interface Frame {
  readonly seq: number;
  readonly fragments: readonly Fragment[];
  readonly says: string;
}

const record = (v: unknown): Record<string, unknown> => (v && typeof v === "object" ? (v as Record<string, unknown>) : {});

const isFragment = (v: unknown): v is Fragment => {
  const f = record(v);
  return typeof f.id === "string" && typeof f.place === "string" && typeof f.html === "string";
};

/** Takes one element of a segment or the data of one event; null when it is not a frame. */
export const frameOf = (v: unknown): Frame | null => {
  const f = record(v);
  const seq = record(f.entry).seq;
  if (typeof seq !== "number" || !Array.isArray(f.fragments)) return null;
  return { seq, fragments: f.fragments.filter(isFragment), says: String(f.says) };
};

/** JSON that may be broken: null then. */
export const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** A whole number of at least 0 out of a field; -1 when it is none. */
export const whole = (v: unknown): number => (typeof v === "number" && v >= 0 && v % 1 === 0 ? v : -1);

export const field = (v: unknown, name: string): unknown => record(v)[name];
