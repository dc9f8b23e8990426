// Getting frames: the stream, or asking now and then where a stream cannot pass.
import { field, frameOf, parse, whole, type Frame } from "./frame";
import { farBehind, following, missing, patience, round } from "./segments";

export interface Addresses {
  readonly live: URL;
  readonly head: URL;
  readonly log: URL;
}

export interface Listener {
  /** The sequence that the page shows. */
  seq(): number;
  take(frame: Frame): void;
  /** What the page shows is not a beginning of the record: it must be fetched again, at least at that sequence. */
  reset(seq: number): void;
  /** What is said besides the record: that an edge has lost its newsroom, in a sentence; empty when that is over. */
  apart(says: string): void;
  /** It changed, and the page says how. */
  look(): void;
}

const fetched = async (address: URL): Promise<unknown> => {
  const answer = await fetch(address.href);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const ask = 10_000;

export class Source {
  private stream: EventSource | null = null;
  private timer = 0;
  private heard = 0;
  private beat = 20;
  private errors = 0;
  private failures = 0;
  private polls = 0;
  private behind = 0;
  private cut = document.getElementById("apart") ? 0 : -1;
  private running = false;

  constructor(private at: Addresses, private listener: Listener) {
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("online", () => this.look());
    addEventListener("pagehide", () => this.stop());
    addEventListener("pageshow", (e) => e.persisted && this.start());
    setInterval(() => this.look(), 15_000);
  }

  start(): void {
    this.stop();
    this.running = true;
    if (!window.EventSource) {
      this.poll(0);
      return;
    }
    const url = new URL(this.at.live.href);
    url.searchParams.set("from", String(this.listener.seq()));
    const stream = new EventSource(url.href);
    this.stream = stream;
    this.errors = 0;
    this.heard = Date.now();
    // A proxy that keeps the stream back gives no sign: then there is nothing to wait for.
    this.timer = setTimeout(() => this.fallBack(), 5_000);
    stream.onerror = () => {
      if (stream.readyState === EventSource.CLOSED || ++this.errors > 3) this.fallBack();
    };
    const on = (name: string, f: (data: unknown) => void): void =>
      stream.addEventListener(name, (e) => {
        this.heard = Date.now();
        if (stream === this.stream) f(parse((e as MessageEvent<string>).data));
      });
    on("hello", (data) => {
      clearTimeout(this.timer);
      this.errors = 0;
      this.listener.apart(""); // what stands is said next
      const beat = whole(field(data, "beat"));
      if (beat > 0) this.beat = beat;
    });
    on("entry", (data) => this.hear(frameOf(data)));
    on("beat", (data) => {
      if (whole(data) > this.listener.seq()) this.fallBack();
    });
    on("note", (data) => this.listener.apart(String(field(data, "says") || "")));
    on("reset", (data) => this.lost(whole(field(data, "seq"))));
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
    this.stream?.close();
    this.stream = null;
  }

  private lost(seq: number): void {
    this.stop();
    this.listener.reset(seq);
  }

  private hear(frame: Frame | null): void {
    const seq = this.listener.seq();
    if (frame && frame.seq === seq + 1) this.listener.take(frame);
    else if (!frame || frame.seq > seq) this.fallBack();
  }

  /** Looks whether the stream is still alive; a machine that slept does not notice that it is not. */
  private look(): void {
    if (!this.running || document.hidden) return;
    if (!this.stream) {
      if (!this.timer) this.poll(0);
      return;
    }
    const silent = Date.now() - this.heard > (3 * this.beat + 5) * 1000;
    if (silent && this.stream.readyState === EventSource.OPEN) this.start();
  }

  private fallBack(): void {
    this.stop();
    this.running = true;
    this.polls = 0;
    this.poll(1_000);
  }

  /** Asks after about ms, and again and again; after some five minutes the stream is tried once more. */
  private poll(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      if (document.hidden) {
        this.timer = 0; // looking at the page again starts it again
        return;
      }
      try {
        await this.catchUp();
        this.failures = 0;
      } catch {
        this.failures++;
      }
      if (!this.running || this.stream) return;
      if (++this.polls > 30 && !this.failures && window.EventSource) this.start();
      else this.poll(patience(ask, this.failures));
    }, round(ms, Math.random()));
  }

  private async catchUp(): Promise<void> {
    const answer = await fetched(this.at.head);
    const head = whole(field(answer, "seq"));
    if (head < 0) throw new Error("head");
    const cut = whole(field(answer, "cut"));
    if (cut !== this.cut) {
      this.cut = cut;
      this.listener.look();
    }
    // A cache may lag for a moment; a record that stays shorter than the page is another one.
    this.behind = head < this.listener.seq() ? this.behind + 1 : 0;
    const list = missing(this.listener.seq(), head);
    if (list.length > farBehind || this.behind > 3) {
      this.behind = 0;
      this.lost(head);
      return;
    }
    for (const n of list) {
      const segment = await fetched(new URL(`${n}.json`, this.at.log));
      if (!this.running || this.stream) return;
      const frames = (Array.isArray(segment) ? segment : []).map(frameOf).filter((f): f is Frame => !!f);
      for (const f of following(frames, this.listener.seq())) this.listener.take(f);
    }
  }
}
