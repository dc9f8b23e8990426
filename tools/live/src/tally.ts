// Counting what happened, and saying it: "3 new, 1 correction".

const kinds = ["new", "statement", "outcome", "map", "numbers", "update", "correction", "withdrawal"] as const;
type Kind = (typeof kinds)[number];

const kindOf: Readonly<Record<string, Kind>> = {
  new: "new", story: "new", update: "update", glance: "update", statement: "statement", outcome: "outcome", map: "map", numbers: "numbers", correction: "correction", withdrawal: "withdrawal",
};

export class Tally {
  private counts: Record<Kind, number> = { new: 0, statement: 0, outcome: 0, map: 0, numbers: 0, update: 0, correction: 0, withdrawal: 0 };

  /** Counts what a frame says; "quiet" and words of a later version count nothing. */
  add(says: string): void {
    const kind = kindOf[says];
    if (kind) this.counts[kind]++;
  }

  total(): number {
    return kinds.reduce((sum, k) => sum + this.counts[k], 0);
  }

  clear(): void {
    for (const k of kinds) this.counts[k] = 0;
  }

  text(words: Words): string {
    return kinds.filter((k) => this.counts[k]).map((k) => words.count(k, this.counts[k])).join(words.say("join"));
  }
}

/** The words where the page brings none; %d is the number. */
const english: Readonly<Record<string, string>> = {
  "new-other": "%d new",
  "statement-one": "%d statement",
  "statement-other": "%d statements",
  "outcome-one": "%d outcome",
  "outcome-other": "%d outcomes",
  "map-one": "%d map change",
  "map-other": "%d map changes",
  "numbers-one": "%d change of numbers",
  "numbers-other": "%d changes of numbers",
  "update-one": "%d update",
  "update-other": "%d updates",
  "correction-one": "%d correction",
  "correction-other": "%d corrections",
  "withdrawal-other": "%d withdrawn",
  join: ", ",
  reload: "Reload",
  pause: "Pause updates",
  resume: "Resume updates",
  remember: "Remember where I stopped",
  since: "Since your last look:",
  nothing: "nothing new",
  see: "See what changed",
  forget: "Forget",
};

/**
 * The words of the page's language, from attributes data-join, data-new-one, data-new-few and so on (the plural
 * categories of CLDR; "other" or "many" stands in for one that is not there).
 */
export class Words {
  private category: (n: number) => string;

  constructor(private given: (name: string) => string | null, lang: string) {
    this.category = (n) => (n === 1 ? "one" : "other");
    try {
      const rules = new Intl.PluralRules(lang || "en");
      this.category = (n) => rules.select(n);
    } catch {
      // A tag that is not one, or a browser without the rules: one and other will do.
    }
  }

  say(name: string): string {
    return this.find(name) || "";
  }

  count(name: string, n: number): string {
    const forms = [this.category(n), "other", "many"].map((c) => `${name}-${c}`);
    const own = forms.map(this.given).find((text) => text);
    const text = own || forms.map((f) => english[f]).find((t) => t) || "%d";
    return text.replace("%d", String(n));
  }

  private find(name: string): string | undefined {
    return this.given(name) || english[name];
  }
}
