// What a link to a view holds: the day, the day it is compared with, and where one looks.

export interface View {
  readonly day: string;
  readonly compare: string;
  /** The middle in degrees, and how many times the whole country is enlarged. */
  readonly lat: number;
  readonly lon: number;
  readonly zoom: number;
}

export const write = (v: View): string => {
  const parts = [`day=${v.day}`];
  if (v.compare) parts.push(`with=${v.compare}`);
  if (v.zoom > 1) parts.push(`at=${v.lat.toFixed(3)},${v.lon.toFixed(3)},${v.zoom.toFixed(2)}`);
  return parts.join("&");
};

const date = /^\d{4}-\d\d-\d\d$/;

/** Reads the part of an address behind "#"; what is wrong in it is left out. */
export const read = (hash: string): Partial<View> => {
  const out: { -readonly [k in keyof View]?: View[k] } = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [name, value = ""] = part.split("=");
    if (name === "day" && date.test(value)) out.day = value;
    if (name === "with" && date.test(value)) out.compare = value;
    if (name === "at") {
      const [lat, lon, zoom] = value.split(",").map(Number);
      if ([lat, lon, zoom].every((n) => Number.isFinite(n)) && Math.abs(lat!) <= 90 && Math.abs(lon!) <= 180) Object.assign(out, { lat, lon, zoom });
    }
  }
  return out;
};
