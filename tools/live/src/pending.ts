// What waits because it would move the text under the reader, or because the reader pressed pause.
import type { Fragment } from "./frame";

export class Pending {
  private waiting = new Map<string, Fragment>();

  has(id: string): boolean {
    return this.waiting.has(id);
  }

  /** Keeps the latest form of an item; one that was never put in stays an insertion. */
  add(f: Fragment): void {
    const before = this.waiting.get(f.id);
    this.waiting.set(f.id, before ? { ...f, place: before.place } : f);
  }

  /** Hands out everything, in the order in which it first came. */
  take(): Fragment[] {
    const out = [...this.waiting.values()];
    this.waiting.clear();
    return out;
  }
}
