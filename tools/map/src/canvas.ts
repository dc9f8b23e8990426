// The picture: the ground is taken from the drawing that the page brings, the areas are drawn from their layers.
import type { Layer, Ring } from "./layers";

/** Where positions lie in the drawing. */
export interface Frame {
  readonly west: number;
  readonly north: number;
  readonly scale: number;
  readonly narrow: number;
}

interface Stroke {
  readonly path: Path2D;
  readonly fill: string;
  readonly line: string;
  readonly wide: number;
  readonly dash: readonly number[];
}

interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

/** What is to be seen: layers of one day, or of two, and whether what happened on the page's day stands on them. */
export interface Scene {
  readonly now: Layer;
  readonly was: Layer | null;
  readonly points: boolean;
}

const looks: Record<string, { hue: string; lines: string; strong: boolean }> = {
  assessed: { hue: "--m-held", lines: "M-2 6L6-2M2 10L10 2", strong: true },
  kept: { hue: "--m-held", lines: "M-2 6L6-2M2 10L10 2", strong: false },
  gained: { hue: "--m-held", lines: "M0 2H8M0 6H8", strong: true },
  lost: { hue: "--m-free", lines: "M-2 2L6 10M2-2L10 6", strong: false },
  freed: { hue: "--m-free", lines: "M-2 2L6 10M2-2L10 6", strong: false },
  contested: { hue: "--m-grey", lines: "M-2 2L6 10M2-2L10 6M-2 6L6-2M2 10L10 2", strong: false },
  unknown: { hue: "--m-grey", lines: "M2 0V8M6 0V8", strong: false },
  claimed: { hue: "--m-say", lines: "M1 2h2M5 6h2", strong: false },
};

export class Canvas {
  /** How far one looks in: 1 is the whole country, x and y the middle in steps of the drawing. */
  zoom = 1;
  x: number;
  y: number;
  readonly width: number;
  readonly height: number;
  private readonly under: Stroke[] = [];
  private readonly over: Stroke[] = [];
  private readonly labels: Label[] = [];
  private readonly points: Label[] = [];
  private scene: Scene = { now: [], was: null, points: true };
  private waiting = false;

  constructor(
    readonly el: HTMLCanvasElement,
    private readonly drawing: SVGSVGElement,
    private readonly frame: Frame,
    readonly most: number,
  ) {
    const inner = drawing.querySelector("svg")!;
    this.width = Number(inner.getAttribute("width"));
    this.height = Number(inner.getAttribute("height"));
    this.x = this.width / 2;
    this.y = this.height / 2;
    this.ground(inner);
  }

  /** Reads the ground of the drawing; it is read anew when the colours change. */
  private ground(inner: SVGElement): void {
    this.under.length = this.over.length = this.labels.length = this.points.length = 0;
    for (const e of inner.children) {
      const name = e.getAttribute("class") ?? "";
      if (e instanceof SVGPathElement) {
        const style = getComputedStyle(e);
        const dash = style.strokeDasharray.split(",").map(parseFloat).filter((n) => n > 0); // none is no number
        const stroke = { path: new Path2D(e.getAttribute("d") ?? ""), fill: style.fill, line: style.stroke, wide: parseFloat(style.strokeWidth), dash };
        (name === "m-line" || name === "m-edge" || name === "m-dispute" ? this.over : this.under).push(stroke);
      } else if (name === "m-town" || name === "m-dot") {
        const text = e.nextElementSibling?.textContent ?? "";
        (name === "m-dot" ? this.points : this.labels).push({ x: Number(e.getAttribute("cx")), y: Number(e.getAttribute("cy")), text });
      }
    }
  }

  recolour(): void {
    this.ground(this.drawing.querySelector("svg")!);
    this.draw();
  }

  show(scene: Scene): void {
    this.scene = scene;
    this.draw();
  }

  /** Pixels of the page for a step of the drawing. */
  private get unit(): number {
    return Math.min(this.el.clientWidth / this.width, this.el.clientHeight / this.height) * this.zoom;
  }

  /** The place of the drawing under a place of the canvas. */
  placeUnder(px: number, py: number): readonly [number, number] {
    const u = this.unit;
    return [this.x + (px - this.el.clientWidth / 2) / u, this.y + (py - this.el.clientHeight / 2) / u];
  }

  /** The position, in grid steps, of a place of the drawing. */
  position(x: number, y: number): readonly [number, number] {
    const { west, north, scale, narrow } = this.frame;
    return [west + x / (scale * narrow), north - y / scale];
  }

  private place(lon: number, lat: number): readonly [number, number] {
    const { west, north, scale, narrow } = this.frame;
    return [(lon - west) * narrow * scale, (north - lat) * scale];
  }

  look(lat: number, lon: number, zoom: number): void {
    [this.x, this.y] = this.place(lon * 1e7, lat * 1e7);
    this.zoom = zoom;
    this.move(0, 0);
  }

  /** Moves by pixels, and stays within the country. */
  move(dx: number, dy: number): void {
    this.zoom = Math.min(this.most, Math.max(1, this.zoom));
    const half = (long: number): number => long / 2 / this.zoom;
    const within = (v: number, long: number): number => Math.min(long - half(long), Math.max(half(long), v));
    this.x = within(this.x - dx / this.unit, this.width);
    this.y = within(this.y - dy / this.unit, this.height);
    this.draw();
  }

  /** Zooms by a factor; what lies under a place of the canvas stays there. */
  magnify(by: number, px = this.el.clientWidth / 2, py = this.el.clientHeight / 2): void {
    const [bx, by_] = this.placeUnder(px, py);
    this.zoom = Math.min(this.most, Math.max(1, this.zoom * by));
    const [ax, ay] = this.placeUnder(px, py);
    this.x += bx - ax;
    this.y += by_ - ay;
    this.move(0, 0);
  }

  draw(): void {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }

  private path(rings: readonly Ring[]): Path2D {
    const p = new Path2D();
    for (const r of rings) {
      r.forEach(([lon, lat], i) => {
        const [x, y] = this.place(lon, lat);
        if (i) p.lineTo(x, y);
        else p.moveTo(x, y);
      });
      p.closePath();
    }
    return p;
  }

  private paint(): void {
    const dense = Math.min(3, self.devicePixelRatio || 1);
    const [w, h] = [this.el.clientWidth, this.el.clientHeight];
    if (!w || !h) return;
    this.el.width = Math.round(w * dense);
    this.el.height = Math.round(h * dense);
    const c = this.el.getContext("2d")!;
    const style = getComputedStyle(this.drawing);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    c.fillStyle = colour("--m-water");
    c.fillRect(0, 0, this.el.width, this.el.height);
    const u = this.unit * dense;
    const set = (to: CanvasRenderingContext2D): void => to.setTransform(u, 0, 0, u, this.el.width / 2 - this.x * u, this.el.height / 2 - this.y * u);
    set(c);
    const all = (list: readonly Stroke[]): void =>
      list.forEach((s) => {
        c.fillStyle = s.fill;
        c.strokeStyle = s.line;
        c.lineWidth = s.wide / this.zoom;
        c.setLineDash(s.dash.map((n) => n / this.zoom));
        if (s.fill !== "none") c.fill(s.path);
        if (s.line !== "none") c.stroke(s.path);
      });
    all(this.under);
    this.areas(c, set, colour, dense);
    all(this.over);
    c.setLineDash([]);
    this.names(c, colour, u, dense);
  }

  private areas(c: CanvasRenderingContext2D, set: (c: CanvasRenderingContext2D) => void, colour: (name: string) => string, dense: number): void {
    const held = (l: Layer): Ring[] => l.filter((a) => a.cls === "assessed").flatMap((a) => a.rings);
    const { now, was } = this.scene;
    const part = (look: string, rings: readonly Ring[], only?: readonly Ring[], without?: readonly Ring[]): void => {
      const is = looks[look];
      if (!is || !rings.length) return;
      const off = document.createElement("canvas");
      off.width = c.canvas.width;
      off.height = c.canvas.height;
      const o = off.getContext("2d")!;
      set(o);
      const hue = colour(is.hue);
      const path = this.path(rings);
      o.globalAlpha = is.strong ? 0.5 : 0.34;
      o.fillStyle = hue;
      o.fill(path, "evenodd");
      o.globalAlpha = 1;
      o.save();
      o.clip(path, "evenodd");
      o.resetTransform();
      o.fillStyle = this.hatch(o, is.lines, hue, dense)!;
      o.fillRect(0, 0, off.width, off.height);
      o.restore();
      for (const [cut, how] of [[only, "destination-in"], [without, "destination-out"]] as const) {
        if (!cut) continue;
        o.globalCompositeOperation = how;
        o.fillStyle = "#000";
        o.fill(this.path(cut), "evenodd");
      }
      c.save();
      c.resetTransform();
      c.drawImage(off, 0, 0);
      c.restore();
      c.strokeStyle = hue;
      c.lineWidth = (1.2 * dense) / c.getTransform().a;
      if (!only && !without) c.stroke(path);
    };
    if (!was) {
      for (const a of [...now].reverse()) part(a.cls, a.rings);
      return;
    }
    part("kept", held(now), held(was));
    part("gained", held(now), undefined, held(was));
    part("lost", held(was), undefined, held(now));
  }

  private hatch(c: CanvasRenderingContext2D, lines: string, hue: string, dense: number): CanvasPattern | null {
    const tile = document.createElement("canvas");
    tile.width = tile.height = Math.round(8 * dense);
    const t = tile.getContext("2d")!;
    t.scale(tile.width / 8, tile.width / 8);
    t.strokeStyle = hue;
    t.lineWidth = 1.3;
    t.stroke(new Path2D(lines));
    return c.createPattern(tile, "repeat");
  }

  /** Towns with their names, the first ones first, where they lie on nothing that stands. */
  private names(c: CanvasRenderingContext2D, colour: (name: string) => string, u: number, dense: number): void {
    c.resetTransform();
    c.font = `${12 * dense}px system-ui,sans-serif`;
    c.lineJoin = "round";
    c.lineWidth = 3 * dense;
    const taken: (readonly [number, number, number, number])[] = [];
    for (const p of this.scene.points ? this.points : []) taken.push(this.point(c, colour, p, u, dense));
    for (const l of this.labels) {
      const x = (l.x - this.x) * u + this.el.width / 2;
      const y = (l.y - this.y) * u + this.el.height / 2;
      const wide = c.measureText(l.text).width;
      const box = [x - 4 * dense, y - 9 * dense, x + 8 * dense + wide, y + 9 * dense] as const;
      if (box[0] < 0 || box[1] < 0 || box[2] > this.el.width || box[3] > this.el.height) continue;
      if (taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
      taken.push(box);
      c.fillStyle = colour("--m-ink");
      c.strokeStyle = colour("--m-paper");
      c.beginPath();
      c.arc(x, y, 2.5 * dense, 0, 7);
      c.fill();
      c.strokeText(l.text, x + 6 * dense, y + 4 * dense);
      c.fillText(l.text, x + 6 * dense, y + 4 * dense);
    }
  }

  /** A numbered place where something happened; it gives what it covers. */
  private point(c: CanvasRenderingContext2D, colour: (name: string) => string, p: Label, u: number, dense: number): readonly [number, number, number, number] {
    const x = (p.x - this.x) * u + this.el.width / 2;
    const y = (p.y - this.y) * u + this.el.height / 2;
    const r = 9 * dense;
    c.beginPath();
    c.arc(x, y, r, 0, 7);
    c.fillStyle = colour("--m-ink");
    c.fill();
    c.fillStyle = colour("--m-paper");
    c.textAlign = "center";
    c.fillText(p.text, x, y + 4 * dense);
    c.textAlign = "left";
    return [x - r, y - r, x + r, y + r];
  }
}
