// The voice of the page for those who listen to it: at most one sentence every 30 seconds, with everything since the last.
import { Tally, type Words } from "./tally";

const pause = 30_000;

export interface Clock {
  now(): number;
  after(ms: number, f: () => void): void;
}

export class Speaker {
  private tally = new Tally();
  private last = -pause;
  private waiting = false;

  constructor(private speak: (text: string) => void, private words: Words, private clock: Clock) {}

  add(says: string): void {
    this.tally.add(says);
    if (this.waiting || !this.tally.total()) return;
    const wait = this.last + pause - this.clock.now();
    if (wait <= 0) {
      this.say();
      return;
    }
    this.waiting = true;
    this.clock.after(wait, () => {
      this.waiting = false;
      this.say();
    });
  }

  private say(): void {
    this.last = this.clock.now();
    this.speak(this.tally.text(this.words));
    this.tally.clear();
  }
}
