// "Since your last look": for those who ask for it, one number on their own device, with a way to forget it.
import { frameOf } from "./frame";
import { missing } from "./segments";
import { Tally, type Words } from "./tally";

/** Beyond this many segments the number is not worth the bytes; the link says it all. */
const worth = 4;

export class Since {
  private key: string;
  private kept: number;

  constructor(private place: HTMLElement, private words: Words, private live: URL, private log: URL, private seq: () => number) {
    this.key = `livebrief:${live.pathname}`;
    this.kept = Number(localStorage.getItem(this.key) || -1);
    const save = (): void => {
      if (this.kept >= 0 && document.hidden) this.keep();
    };
    document.addEventListener("visibilitychange", save);
    addEventListener("pagehide", () => this.kept >= 0 && this.keep());
    place.hidden = false;
    if (this.kept < 0) this.offer();
    else void this.tell(this.kept, seq());
  }

  private keep(): void {
    this.kept = this.seq();
    localStorage.setItem(this.key, String(this.kept));
  }

  private button(name: string, act: () => void): HTMLElement {
    const b = document.createElement("button");
    b.type = "button";
    b.textContent = this.words.say(name);
    b.addEventListener("click", act);
    return b;
  }

  private forgetButton(): HTMLElement {
    return this.button("forget", () => {
      this.kept = -1;
      localStorage.removeItem(this.key);
      this.offer();
    });
  }

  private offer(): void {
    const remember = this.button("remember", () => {
      this.keep();
      this.place.replaceChildren(this.forgetButton());
    });
    this.place.replaceChildren(remember);
  }

  private async tell(from: number, to: number): Promise<void> {
    const text = document.createElement("span");
    text.textContent = this.words.say("since");
    const count = document.createElement("b");
    const link = document.createElement("a");
    link.href = new URL(`changes/${from}`, this.live).href;
    link.textContent = this.words.say("see");
    this.place.replaceChildren(text, " ", count, " ", link, " ", this.forgetButton());
    if (from >= to) {
      count.textContent = this.words.say("nothing");
      link.remove();
      return;
    }
    const list = missing(from, to);
    if (list.length > worth) return;
    const tally = new Tally();
    let counted = 0;
    for (const n of list) {
      // Not from the browser's own cache, where the last segment may end with the last look.
      const answer = await fetch(new URL(`${n}.json`, this.log).href, { cache: "no-cache" }).catch(() => null);
      const frames: unknown = answer?.ok ? await answer.json().catch(() => null) : null;
      for (const f of Array.isArray(frames) ? frames.map(frameOf) : []) {
        if (!f || f.seq <= from || f.seq > to) continue;
        tally.add(f.says);
        counted++;
      }
    }
    // Half a number would be a wrong one; the link stands without it.
    if (counted === to - from) count.textContent = tally.text(this.words) || this.words.say("nothing");
  }
}
