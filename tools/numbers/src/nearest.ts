// nearest gives the place of the day that is nearest to another, -1 where there is none.
export function nearest(days: number[], to: number): number {
  let at = -1;
  let least = Infinity;
  days.forEach((day, i) => {
    const off = Math.abs(day - to);
    if (off < least) [at, least] = [i, off];
  });
  return at;
}
