// The script of a live page: it keeps up with the record while the page is open. Without it the page is complete too.
import { atTop, still } from "./anchor";
import { apart, apartIn, seqIn, swap } from "./list";
import { Since } from "./since";
import { Source } from "./source";
import { Words } from "./tally";
import { View } from "./view";

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** The development at the top of the screen, which must still be there after the content was replaced. */
const reading = (): string | undefined => {
  if (atTop()) return undefined;
  const on = [...document.querySelectorAll("article.d")].find((e) => e.getBoundingClientRect().bottom > 0);
  return on?.id;
};

const begin = (main: HTMLElement): void => {
  const { live, head, log } = main.dataset;
  if (!live || !head || !log || "asof" in main.dataset) return;
  const at = { live: new URL(live, location.href), head: new URL(head, location.href), log: new URL(log, location.href) };
  const button = document.getElementById("new");
  const words = new Words((name) => button?.getAttribute(`data-${name}`) || null, document.documentElement.lang);
  const view = new View(words, at.live);
  const seq = (): number => Number(main.dataset.seq) || 0;

  /** Fetches the page as it is now; empty when it cannot be had. */
  const fresh = async (): Promise<string> => {
    const answer = await fetch(location.href.split("#")[0]!, { cache: "no-cache" }).catch(() => null);
    return answer?.ok ? answer.text().catch(() => "") : "";
  };

  /** Fetches the page again; caches may still have the old one for a moment. */
  const renew = async (least: number): Promise<void> => {
    for (let tries = 0; tries < 4; tries++) {
      await pause((tries ? 5_000 : 3_000) * Math.random()); // everybody was told at once
      const html = await fresh();
      if (seqIn(html) < least) continue;
      apart(apartIn(html));
      let done = false;
      still(() => {
        done = swap(html, main, reading());
        if (done) view.renewed();
      });
      if (!done) break;
      if (main.dataset.live) source.start();
      return;
    }
    view.giveUp();
  };

  const source = new Source(at, {
    seq,
    take(frame) {
      try {
        view.take(frame);
      } catch {
        view.giveUp(); // a part that cannot be shown must not stop what comes after it
      }
      main.dataset.seq = String(frame.seq);
    },
    reset: (least) => void renew(least),
    apart,
    look: () => void fresh().then((html) => html && apart(apartIn(html))),
  });
  source.start();

  const place = document.getElementById("since");
  try {
    if (place) new Since(place, words, at.live, at.log, seq);
  } catch {
    // A browser that keeps nothing: then there is nothing to offer.
  }
};

const main = document.querySelector("main");
if (main && location.protocol !== "file:" && "fetch" in window) begin(main);
