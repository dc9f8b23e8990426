// What the reader sees change, and what waits: the button, the pause, the count in the title, the voice.
import { atTop, inUse, still } from "./anchor";
import type { Fragment, Frame } from "./frame";
import { apply } from "./list";
import { Pending } from "./pending";
import { Speaker } from "./speaker";
import { Tally, type Words } from "./tally";

const byID = (id: string): HTMLElement | null => document.getElementById(id);

export class View {
  private pending = new Pending();
  private waiting = new Tally();
  private unseen = new Tally();
  private paused = false;
  private stale = false;
  private touched = "";
  private title = document.title;
  private speaker: Speaker;
  private button = byID("new");
  private pause = byID("pause");

  constructor(private words: Words, private base: URL) {
    this.speaker = new Speaker(
      (text) => {
        const status = byID("status");
        if (status) status.textContent = text;
      },
      words,
      { now: () => Date.now(), after: (ms, f) => void setTimeout(f, ms) },
    );
    this.button?.addEventListener("click", () => this.show());
    this.wirePause();
    document.addEventListener("visibilitychange", () => this.retitle());
  }

  private wirePause(): void {
    if (!this.pause && this.button) {
      this.pause = document.createElement("button");
      this.pause.id = "pause";
      this.pause.setAttribute("type", "button");
      this.button.before(this.pause);
    }
    if (!this.pause) return;
    this.pause.hidden = false;
    this.pause.textContent = this.words.say("pause");
    this.pause.addEventListener("click", () => {
      this.paused = !this.paused;
      this.pause!.textContent = this.words.say(this.paused ? "resume" : "pause");
      if (!this.paused && atTop()) this.flush();
      this.refresh();
    });
  }

  /** Takes the next frame. */
  take(frame: Frame): void {
    const top = atTop();
    if (top && !this.paused && !this.stale) this.flush();
    let waits = false;
    still(() => {
      for (const f of frame.fragments) waits = !this.place(f, top) || waits;
    });
    if (!top || waits) this.waiting.add(frame.says);
    this.unseen.add(frame.says);
    this.speaker.add(frame.says);
    this.refresh();
    this.retitle();
  }

  /** Applies a fragment or keeps it for later; false when it waits. */
  private place(f: Fragment, top: boolean): boolean {
    const old = byID(f.id);
    const wait = this.paused || this.pending.has(f.id) || (old ? inUse(old) : f.place === "insert" && !top);
    if (wait) {
      this.pending.add(f);
      return false;
    }
    const e = apply(f, this.base);
    if (f.id.startsWith("d-") && e) this.touched = f.id;
    return true;
  }

  /** Puts everything in that waits and is not in use. */
  private flush(): void {
    const list = this.pending.take();
    if (!list.length) return;
    this.waiting.clear();
    still(() => {
      for (const f of list) {
        const old = byID(f.id);
        if (old && inUse(old)) this.pending.add(f);
        else if (apply(f, this.base) && f.place === "insert") this.touched = f.id;
      }
    });
  }

  /** The reader pressed the button: everything in, and there. */
  private show(): void {
    if (this.stale) {
      location.reload();
      return;
    }
    this.flush();
    this.waiting.clear();
    this.refresh();
    const target = byID(this.touched);
    if (!target) return;
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }

  /** The page can no longer keep itself up to date without losing the reader's place. */
  giveUp(): void {
    this.stale = true;
    this.refresh();
  }

  /** After the content was replaced nothing waits. */
  renewed(): void {
    this.pending.take();
    this.waiting.clear();
    this.stale = false;
    if (this.pause && !this.pause.isConnected) this.button?.before(this.pause);
    this.refresh();
  }

  private refresh(): void {
    if (!this.button) return;
    this.button.textContent = this.stale ? this.words.say("reload") : this.waiting.text(this.words);
    this.button.hidden = !this.button.textContent;
  }

  private retitle(): void {
    if (!document.hidden) this.unseen.clear();
    const n = this.unseen.total();
    document.title = n ? `(${n}) ${this.title}` : this.title;
  }
}
