// Where a development belongs in a list that shows the newest first.

/**
 * The index at which an item of time `when` is put in, before those of the same time, for they were published earlier.
 * -1 when it belongs below the last one and older pages follow: then it is not on this page.
 */
export const placeOf = (times: readonly number[], when: number, more: boolean): number => {
  const i = times.findIndex((t) => t <= when);
  if (i >= 0) return i;
  return more && times.length > 0 ? -1 : times.length;
};

/** The index at which a day (YYYY-MM-DD) is put in among days, the newest first. */
export const placeOfDay = (days: readonly string[], day: string): number => {
  const i = days.findIndex((d) => d < day);
  return i < 0 ? days.length : i;
};
