// The arithmetic of polling: which segments hold what is missing, and when to ask again.
import type { Frame } from "./frame";

export const size = 32;

/** More than this many segments behind, the page itself is the shorter way. */
export const farBehind = 8;

/** The numbers of the segments that hold seq+1 to head, oldest first. */
export const missing = (seq: number, head: number): number[] => {
  const out: number[] = [];
  for (let n = Math.floor((seq + 1) / size); head > seq && n <= Math.floor(head / size); n++) out.push(n);
  return out;
};

/** The frames that follow seq without a hole, in order. */
export const following = (frames: readonly Frame[], seq: number): Frame[] => {
  const out: Frame[] = [];
  for (const f of frames.slice().sort((a, b) => a.seq - b.seq)) {
    if (f.seq === seq + out.length + 1) out.push(f);
  }
  return out;
};

/** A time round ms, a fifth more or less, so that readers do not ask as one. */
export const round = (ms: number, random: number): number => Math.round(ms * (0.8 + 0.4 * random));

/** How long to wait after n failures in a row. */
export const patience = (ms: number, failures: number): number => Math.min(ms * 2 ** failures, 120_000);
