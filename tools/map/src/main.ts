// The script of a map: it puts a canvas in the place of the drawing, with a slider through all days, a comparison of two days, and
// links to what is seen. Without it the page is complete.
import { read, write } from "./address";
import { Canvas } from "./canvas";
import { controls } from "./controls";
import { bytes, Data } from "./data";
import { inside, keyframe, type Layer } from "./layers";

/** How far one may look in: a sketch bears less than a drawn map. */
const deepest = { sketch: 5, drawn: 16 };
const tick = 700; // milliseconds between two days while it plays

const begin = async (figure: HTMLElement, drawing: SVGSVGElement): Promise<void> => {
  const had = figure.dataset;
  const word = (name: string): string => had[name] ?? name;
  const data = await Data.open(had.index!, (n) => `${had.run}${n}.js`);
  const { index } = data;
  const regions = keyframe(bytes(index.regions));
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const dayText = (day: string): string => {
    const [y, m, d] = day.split("-").map(Number);
    return `${d} ${index.months[m! - 1]} ${y}`;
  };
  const areaText = (km2: number): string => {
    const text = `${number.format(km2)} ${word("km2")}`;
    return index.sketch ? word("about").replace("%s", text) : text;
  };
  const className = (cls: string, party: string): string => (party && index.by[cls] ? index.by[cls].replace("%s", party) : (index.classes[cls] ?? cls));

  const ui = controls(drawing, index, word, dayText);
  const { box, play, slider, shown, compare, other, link, said, figures } = ui;
  const canvas = new Canvas(ui.canvas, drawing, { west: Number(had.west), north: Number(had.north), scale: Number(had.scale), narrow: Number(had.narrow) },
    index.sketch ? deepest.sketch : deepest.drawn);
  ui.button("in", "+", () => canvas.magnify(1.6));
  ui.button("out", "−", () => canvas.magnify(1 / 1.6));
  ui.button("whole", "○", () => canvas.magnify(0));
  if (document.fullscreenEnabled) ui.button("full", "⛶", () => void (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()));
  figure.querySelector(".map-stamp")?.remove(); // the canvas says it
  const legend = figure.querySelectorAll<HTMLElement>("figcaption li");

  let at = data.on(had.day!);
  let now: Layer = [];
  let was: Layer | null = null;
  let timer = 0;

  /** The address of what is seen, for the link and for the bar. */
  const address = (): string => {
    const [lon, lat] = canvas.position(canvas.x, canvas.y);
    return "#" + write({ day: index.days[at]!, compare: was ? other.value : "", lat: lat / 1e7, lon: lon / 1e7, zoom: canvas.zoom });
  };
  const told = (): void => {
    const day = index.days[at]!;
    slider.value = String(at);
    slider.setAttribute("aria-valuetext", `${dayText(day)}, ${areaText(index.held[at]!)}`);
    shown.textContent = dayText(day);
    figures.textContent = `${dayText(day)}: ${areaText(index.held[at]!)}`;
    if (was) {
      const more = index.held[at]! - index.held[data.on(other.value)]!;
      figures.textContent += ` · ${dayText(other.value)}: ${areaText(index.held[data.on(other.value)]!)} · ${more > 0 ? "+" : "−"}${number.format(Math.abs(more))} ${word("km2")}`;
    }
    legend.forEach((l) => (l.hidden = l.classList.contains("compared") !== (was !== null)));
    link.href = address();
  };
  let asked = 0;
  const show = async (): Promise<void> => {
    const turn = ++asked;
    const next = await data.layer(at);
    const base = other.hidden ? null : await data.layer(data.on(other.value));
    if (turn !== asked) return; // somebody has gone on meanwhile
    now = next;
    was = base;
    canvas.show({ now, was, points: at === data.on(had.day!) });
    told();
  };
  const go = (to: number): void => {
    at = Math.max(0, Math.min(index.days.length - 1, to));
    void show();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = 0;
    play.textContent = word("play");
  };
  const toggle = (on: boolean): void => {
    other.hidden = !on;
    compare.setAttribute("aria-pressed", String(on));
    void show();
  };

  play.addEventListener("click", () => {
    if (timer) return stop();
    if (at === index.days.length - 1) at = -1;
    play.textContent = word("pause");
    timer = setInterval(() => (at + 1 < index.days.length ? go(at + 1) : stop()), tick);
  });
  slider.addEventListener("input", () => {
    stop();
    go(Number(slider.value));
  });
  compare.addEventListener("click", () => {
    if (other.hidden) other.value = index.days[Math.max(0, at - 1)]!;
    toggle(other.hidden);
  });
  other.addEventListener("change", () => void show());
  link.addEventListener("click", (e) => {
    e.preventDefault();
    history.replaceState(null, "", address());
    void navigator.clipboard?.writeText(location.href).then(() => (said.textContent = word("copied")), () => undefined);
  });

  const hint = (px: number, py: number): void => {
    const place = canvas.position(...canvas.placeUnder(px, py));
    const area = now.find((a) => inside(a.rings, place));
    const region = regions.find((r) => inside(r.rings, place));
    const before = was?.some((a) => a.cls === "assessed" && inside(a.rings, place));
    const held = area?.cls === "assessed";
    const parts = [region ? (index.names[region.party] ?? "") : ""];
    if (was && (held || before)) parts.push(word(held ? (before ? "kept" : "gained") : "lost"));
    else if (area) parts.push(className(area.cls, area.party));
    ui.tip.textContent = parts.filter(Boolean).join(": ");
    ui.tip.hidden = !ui.tip.textContent;
  };
  listen(box, canvas, hint);
  box.addEventListener("keydown", (e) => {
    const step = 60;
    const acts: Record<string, () => void> = {
      ArrowLeft: () => canvas.move(step, 0), ArrowRight: () => canvas.move(-step, 0), ArrowUp: () => canvas.move(0, step), ArrowDown: () => canvas.move(0, -step),
      "+": () => canvas.magnify(1.4), "=": () => canvas.magnify(1.4), "-": () => canvas.magnify(1 / 1.4), "0": () => canvas.magnify(0),
      ",": () => go(at - 1), ".": () => go(at + 1), Home: () => go(0), End: () => go(index.days.length - 1), c: () => compare.click(), " ": () => play.click(),
    };
    const act = e.ctrlKey || e.metaKey || e.altKey ? undefined : acts[e.key];
    if (!act) return;
    e.preventDefault();
    act();
    told();
  });

  const open = (): void => {
    const v = read(location.hash);
    if (v.day) at = data.on(v.day);
    if (v.compare) {
      other.value = index.days[data.on(v.compare)]!;
      other.hidden = false;
      compare.setAttribute("aria-pressed", "true");
    }
    if (v.zoom !== undefined) canvas.look(v.lat!, v.lon!, v.zoom);
    void show();
  };
  drawing.classList.add("vh");
  figure.prepend(box, ui.bar, figures, ui.keys);
  addEventListener("hashchange", open);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => canvas.recolour());
  new ResizeObserver(() => canvas.draw()).observe(box);
  open();
};

/** Pan, pinch and wheel. */
const listen = (box: HTMLElement, canvas: Canvas, hint: (px: number, py: number) => void): void => {
  const fingers = new Map<number, PointerEvent>();
  const where = (e: { clientX: number; clientY: number }): readonly [number, number] => {
    const r = box.getBoundingClientRect();
    return [e.clientX - r.left, e.clientY - r.top];
  };
  box.addEventListener("pointerdown", (e) => {
    fingers.set(e.pointerId, e);
    hint(...where(e));
  });
  box.addEventListener("pointermove", (e) => {
    const was = fingers.get(e.pointerId);
    if (!was) return hint(...where(e));
    box.setPointerCapture(e.pointerId);
    const far = (): number => {
      const [a, b] = [...fingers.values()];
      return b ? Math.hypot(a!.clientX - b.clientX, a!.clientY - b.clientY) : 0;
    };
    const before = far();
    fingers.set(e.pointerId, e);
    if (fingers.size > 1 && before) canvas.magnify(far() / before, ...where(e));
    else canvas.move(e.clientX - was.clientX, e.clientY - was.clientY);
  });
  for (const name of ["pointerup", "pointercancel"] as const) box.addEventListener(name, (e) => fingers.delete(e.pointerId));
  box.addEventListener(
    "wheel",
    (e) => {
      // The page scrolls with the wheel alone where there is nothing more to zoom out of.
      if (e.deltaY > 0 && canvas.zoom === 1) return;
      e.preventDefault();
      canvas.magnify(Math.exp(-e.deltaY / 400), ...where(e));
    },
    { passive: false },
  );
};

const figure = document.getElementById("map");
const drawing = figure?.querySelector<SVGSVGElement>("svg.m-map");
if (figure?.dataset.index && drawing) void begin(figure, drawing).catch(() => undefined); // the drawing stays
