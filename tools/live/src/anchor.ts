// Keeping the text where the reader reads it.

const blocks = "#masthead,#glance li,#stories article,article.d,.terms>li";

/** The block that must not move: the first that begins on the screen, else the one that fills it. */
const anchor = (): Element | undefined => {
  let filling: Element | undefined;
  for (const e of document.querySelectorAll(blocks)) {
    const box = e.getBoundingClientRect();
    if (box.height === 0 || box.bottom <= 0) continue;
    if (box.top >= 0) return box.top < innerHeight ? e : filling;
    filling = e;
  }
  return filling;
};

/** Changes the page without moving what is on the screen. At the very top nothing is scrolled: new things are seen. */
export const still = (change: () => void): void => {
  const kept = scrollY > 0 ? anchor() : undefined;
  const top = kept ? kept.getBoundingClientRect().top : 0;
  // The browser's own anchoring would come on top of ours.
  const style = document.documentElement.style;
  style.overflowAnchor = "none";
  change();
  const now = kept && (kept.isConnected ? kept : document.getElementById(kept.id));
  if (now) scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  requestAnimationFrame(() => {
    style.overflowAnchor = "";
  });
};

/** Whether the reader has not scrolled beyond the beginning of the first development. */
export const atTop = (): boolean => {
  const first = document.querySelector("article.d");
  return !first || first.getBoundingClientRect().top >= 0;
};

/** Whether the reader is using the element: the focus is in it, or text of it is selected. */
export const inUse = (e: Element): boolean => {
  const selection = getSelection();
  return e.contains(document.activeElement) || (!!selection && !selection.isCollapsed && selection.containsNode(e, true));
};
