// The page's elements: putting fragments where they belong.
import type { Fragment } from "./frame";
import { placeOf, placeOfDay } from "./order";
import { elementsOf } from "./trust";

const all = (selector: string, within: ParentNode = document): HTMLElement[] => [...within.querySelectorAll<HTMLElement>(selector)];

/** Applies one fragment and gives its element, or undefined when it has no place on this page. */
export const apply = (f: Fragment, base: URL): HTMLElement | undefined => {
  const fresh = elementsOf(f.html).firstElementChild;
  if (!(fresh instanceof HTMLElement) || fresh.id !== f.id) return undefined;
  const old = document.getElementById(f.id);
  lead(fresh, base);
  if (old) {
    keepOpen(old, fresh);
    old.replaceWith(fresh);
    return fresh;
  }
  return f.place === "insert" && insert(fresh, base) ? fresh : undefined;
};

/** Fragments are made for the live page; on a page that stands below it their links are told from where they lead. */
const lead = (fresh: HTMLElement, base: URL): void => {
  if (new URL(".", location.href).pathname === new URL(".", base).pathname) return;
  for (const a of all("[href]", fresh)) {
    const href = a.getAttribute("href") || "";
    if (!href.startsWith("#")) a.setAttribute("href", new URL(href, base).href);
  }
};

/** What the reader unfolded stays unfolded. */
const keepOpen = (old: HTMLElement, fresh: HTMLElement): void => {
  const were = all("details", old) as HTMLDetailsElement[];
  (all("details", fresh) as HTMLDetailsElement[]).forEach((d, i) => {
    if (were[i]?.open) d.open = true;
  });
};

const insert = (fresh: HTMLElement, base: URL): boolean => {
  const { when, day } = fresh.dataset;
  const list = document.getElementById("developments");
  if (!when || !day || !list) return false;
  const shown = all("article.d", list);
  const more = !!list.querySelector(".pager [rel=next]");
  const at = placeOf(shown.map((e) => Date.parse(e.dataset.when || "")), Date.parse(when), more);
  if (at < 0) return false;
  const set = daySet(list, fresh, day, base);
  // Of its own day, the first one that stands below the place; the end of the day where there is none.
  const next = shown.slice(at).find((e) => e.parentElement === set);
  set.insertBefore(fresh, next || null);
  return true;
};

/** The section of a day, made where there is none yet. */
const daySet = (list: HTMLElement, fresh: HTMLElement, day: string, base: URL): HTMLElement => {
  const sets = all(".dayset", list);
  const there = sets.find((s) => s.dataset.day === day);
  if (there) return there;
  const set = document.createElement("section");
  set.className = "dayset";
  set.dataset.day = day;
  const heading = document.createElement("h2");
  heading.className = "day";
  const link = document.createElement("a");
  link.href = new URL(`day/${day}`, base).href;
  link.textContent = fresh.dataset.dayName || dayName(day);
  heading.append(link);
  set.append(heading);
  const next = sets[placeOfDay(sets.map((s) => s.dataset.day || ""), day)];
  const empty = list.querySelector(".empty");
  list.insertBefore(set, next || sets[sets.length - 1]?.nextSibling || empty || list.querySelector(".pager"));
  empty?.remove();
  return set;
};

/** "Sunday 25 September 2022" where the article does not bring the day's name itself. */
const dayName = (day: string): string => {
  const lang = document.documentElement.lang || "en";
  try {
    return new Date(day).toLocaleDateString(lang === "en" ? "en-GB" : lang, {
      weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
    });
  } catch {
    return day;
  }
};

/** The elements that the script itself holds on to; they survive when the page's content is replaced. */
const lasting = ["status", "since", "pause", "new"];

/**
 * Puts the content of a freshly fetched page in place of the present one. False when that would take away the text
 * that the reader is reading.
 */
export const swap = (html: string, main: HTMLElement, reading: string | undefined): boolean => {
  const page = elementsOf(html);
  const fresh = page.querySelector<HTMLElement>("main");
  if (!fresh || (reading && !page.getElementById(reading))) return false;
  for (const id of lasting) {
    const mine = document.getElementById(id);
    if (mine) page.getElementById(id)?.replaceWith(mine);
  }
  const masthead = page.getElementById("masthead");
  if (masthead) document.getElementById("masthead")?.replaceWith(masthead);
  for (const name of Object.keys(main.dataset)) delete main.dataset[name];
  Object.assign(main.dataset, fresh.dataset);
  main.replaceChildren(...fresh.childNodes);
  return true;
};

/** Puts a sentence beside the page's heading, or takes it away. */
export const apart = (says: string): void => {
  const old = document.getElementById("apart");
  const p = old || document.createElement("p");
  p.id = "apart";
  p.className = "notice";
  p.textContent = says;
  if (!says) p.remove();
  else if (!old) document.querySelector("header")?.append(p);
};

/** The sentence that a page has there. */
export const apartIn = (html: string): string => elementsOf(html).getElementById("apart")?.textContent || "";

/** The data-seq of a page as text; -1 when it has none. */
export const seqIn = (html: string): number => {
  const seq = elementsOf(html).querySelector("main")?.getAttribute("data-seq");
  return seq ? Number(seq) : -1;
};
