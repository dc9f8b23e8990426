// The data of a map, which comes as classic scripts so that it works from a file too: index.js has the days, run/N.js the layers.
import { change, keyframe, type Layer } from "./layers";

export interface Index {
  readonly days: readonly string[];
  readonly held: readonly number[];
  readonly run: readonly number[];
  readonly redrawn: readonly number[];
  readonly sketch: boolean;
  readonly classes: Record<string, string>;
  readonly by: Record<string, string>;
  readonly regions: string;
  readonly names: Record<string, string>;
  readonly months: readonly string[];
}

interface Run {
  readonly days: readonly string[];
  readonly bytes: readonly number[];
  readonly data: string;
}

type Store = { index?: Index } & Record<string, unknown>;

const store = (): Store => ((self as unknown as { livebriefMap?: Store }).livebriefMap ??= {});

interface Trusted {
  createScriptURL(address: string): unknown;
}
const types = (self as unknown as { trustedTypes?: { createPolicy(name: string, rules: object): Trusted } }).trustedTypes;
const policy = types?.createPolicy("livebrief", {
  // Only what stands beside this page, in the form that a map's data has.
  createScriptURL: (address: string): string => {
    if (!/^[\w./-]*(index|run\/\d+)\.js$/.test(address) || address.startsWith("//")) throw new TypeError("this is no data of a map");
    return address;
  },
});

const script = (address: string): Promise<void> =>
  new Promise((done, failed) => {
    const tag = document.createElement("script");
    tag.onload = () => done();
    tag.onerror = () => failed(new Error(`${address} cannot be read`));
    tag.src = (policy?.createScriptURL(address) ?? address) as string;
    document.head.append(tag);
  });

export const bytes = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/** The layers of a series, fetched run by run. */
export class Data {
  private readonly layers = new Map<string, Layer>();
  private readonly loading = new Map<number, Promise<void>>();

  private constructor(
    readonly index: Index,
    private readonly runAt: (n: number) => string,
  ) {}

  static async open(index: string, runAt: (n: number) => string): Promise<Data> {
    await script(index);
    const is = store().index;
    if (!is) throw new Error("the index of the map is empty");
    return new Data(is, runAt);
  }

  /** The layer of a day of the index. */
  async layer(at: number): Promise<Layer> {
    const n = this.index.run[at]!;
    if (!this.loading.has(n)) this.loading.set(n, this.load(n));
    await this.loading.get(n);
    return this.layers.get(this.index.days[at]!) ?? [];
  }

  private async load(n: number): Promise<void> {
    await script(this.runAt(n));
    const run = store()[`run${n}`] as Run;
    const raw = bytes(run.data);
    let at = 0;
    let layer: Layer = [];
    run.days.forEach((day, i) => {
      const part = raw.subarray(at, (at += run.bytes[i]!));
      layer = i ? change(layer, part) : keyframe(part);
      this.layers.set(day, layer); // of several maps of a day the last is shown
    });
  }

  /** The place in the index of the map that was true on a day: the last one before or on it. */
  on(day: string): number {
    let at = 0;
    this.index.days.forEach((d, i) => {
      if (d <= day) at = i;
    });
    return at;
  }
}
