// The script of a page of numbers: lines on and off, the table in the place of the chart, and what a chart says at the place that is
// pointed at. Without it the page has all of that as a table.

import { nearest } from "./nearest";

function button(text: string, on: boolean, act: (on: boolean) => void): HTMLButtonElement {
  const b = document.createElement("button");
  b.type = "button";
  b.textContent = text;
  b.setAttribute("aria-pressed", String(on));
  b.addEventListener("click", () => {
    on = !on;
    b.setAttribute("aria-pressed", String(on));
    act(on);
  });
  return b;
}

// lines adds a button for each line of a chart.
function lines(svg: SVGElement, names: string[], into: HTMLElement): void {
  if (names.length < 2) return;
  names.forEach((name, i) => {
    const line = button(name, true, (on) => {
      svg.querySelectorAll<SVGElement>(".m-s" + i).forEach((mark) => (mark.style.display = on ? "" : "none"));
    });
    line.className = "n-line";
    into.append(line);
  });
}

// point says the row of the table that is nearest to where the chart is pointed at.
function point(figure: HTMLElement, svg: SVGElement, rows: HTMLTableRowElement[], heads: string[]): void {
  const tip = document.createElement("p");
  tip.className = "n-tip";
  figure.append(tip);
  const days = rows.map((row) => Date.parse(row.dataset.day || ""));
  const from = Date.parse(figure.dataset.from || "");
  const to = Date.parse(figure.dataset.to || "");
  const rule = /^M(\d+) \d+H(\d+)/.exec(svg.querySelector("path.m-line, path.m-zero")?.getAttribute("d") || "");
  const wide = Number((svg.getAttribute("viewBox") || "").split(" ")[2]);
  if (!rule || !wide || !(to > from)) return;
  const left = Number(rule[1]);
  const right = Number(rule[2]);
  svg.addEventListener("pointermove", (e) => {
    const box = svg.getBoundingClientRect();
    const x = ((e.clientX - box.left) / box.width) * wide;
    const at = nearest(days, from + ((x - left) / (right - left)) * (to - from));
    rows.forEach((row, i) => row.toggleAttribute("data-near", i === at));
    const row = rows[at];
    if (!row) return;
    const cells = Array.from(row.cells).map((cell) => (cell.firstChild?.textContent || "").trim());
    tip.textContent = cells[0] + ": " + cells.slice(1).map((cell, i) => (heads.length > 2 ? heads[i + 1] + " " : "") + cell).join(" · ");
  });
}

for (const section of Array.from(document.querySelectorAll<HTMLElement>(".counted"))) {
  const figure = section.querySelector<HTMLElement>("figure");
  const svg = figure?.querySelector<SVGElement>("svg");
  const table = section.querySelector<HTMLDetailsElement>("details");
  if (!figure || !svg) continue;
  const controls = document.createElement("div");
  controls.className = "n-ctl";
  lines(svg, (figure.dataset.names || "").split("|"), controls);
  if (table) {
    const opened = table.open;
    const change = button(figure.dataset.table || "Table", false, (on) => {
      figure.classList.toggle("n-off", on);
      table.open = on || opened;
      change.textContent = (on ? figure.dataset.chart : figure.dataset.table) || (on ? "Chart" : "Table");
    });
    controls.append(change);
  }
  figure.append(controls);
  const rows = Array.from(table?.querySelectorAll<HTMLTableRowElement>("tbody tr[data-day]") || []);
  if (rows.length > 1) {
    const heads = Array.from(table!.querySelectorAll("thead th")).map((cell) => cell.textContent || "");
    point(figure, svg, rows, heads);
  }
}
