// What stands round the picture: the slider, the comparison, buttons, the link, and the figures of the day.
import type { Index } from "./data";

const make = <K extends keyof HTMLElementTagNameMap>(name: K, into: Element, set: Partial<HTMLElementTagNameMap[K]> = {}): HTMLElementTagNameMap[K] => {
  const e = Object.assign(document.createElement(name), set);
  into.append(e);
  return e;
};

/** Makes the controls of a map; they are not on the page yet. */
export const controls = (drawing: SVGSVGElement, index: Index, word: (name: string) => string, dayText: (day: string) => string) => {
  const box = document.createElement("div");
  box.className = "mapview";
  box.tabIndex = 0;
  box.setAttribute("role", "application");
  box.setAttribute("aria-label", drawing.querySelector("title")?.textContent ?? "");
  const size = drawing.querySelector("svg")!;
  box.style.setProperty("aspect-ratio", `${size.getAttribute("width")} / ${size.getAttribute("height")}`);
  const canvas = make("canvas", box);
  const tip = make("output", box, { className: "map-tip", hidden: true });
  // A sketch says so on the picture, whatever is done to it.
  if (index.sketch) make("span", box, { className: "map-mark", textContent: drawing.querySelector(".m-plain")?.textContent?.split(" · ")[0] ?? "" });

  const bar = document.createElement("div");
  bar.className = "map-ctl";
  const play = make("button", bar, { type: "button", textContent: word("play") });
  const slider = make("input", bar, { type: "range", min: "0", max: String(index.days.length - 1), step: "1" });
  slider.setAttribute("aria-label", word("date"));
  const shown = make("output", bar);
  const compare = make("button", bar, { type: "button", textContent: word("compare") });
  compare.setAttribute("aria-pressed", "false");
  const other = make("select", bar, { hidden: true });
  other.setAttribute("aria-label", word("compare"));
  index.days.forEach((d) => make("option", other, { value: d, textContent: dayText(d) }));
  const more = make("span", bar, { className: "map-more" });
  const link = make("a", bar, { textContent: word("link") });
  const said = make("p", bar, { className: "map-said" });
  said.setAttribute("role", "status");
  const figures = Object.assign(document.createElement("p"), { className: "map-key map-figures" });
  const keys = Object.assign(document.createElement("p"), { className: "map-keys", textContent: word("keys") });

  const button = (name: string, text: string, act: () => void): void => {
    const b = make("button", more, { type: "button", textContent: text });
    b.setAttribute("aria-label", word(name));
    b.title = word(name);
    b.addEventListener("click", act);
  };
  return { box, canvas, tip, bar, play, slider, shown, compare, other, link, said, figures, keys, button };
};
