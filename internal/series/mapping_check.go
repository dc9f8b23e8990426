package series

import (
	"fmt"
	"slices"
	"strings"

	"livebrief/internal/brief"
)

// maxFaults is how many faults of a mapping, of a table or of numbers that enter are told at once.
const maxFaults = 20

// tellFaults tells faults together: 20 of them, and how many more there are.
func tellFaults(faults []string) string {
	if n := len(faults) - maxFaults; n > 0 {
		faults = append(slices.Clone(faults[:maxFaults]), fmt.Sprintf("and %d more", n))
	}
	return strings.Join(faults, "; ")
}

// faults lists what is wrong with a mapping by itself.
func (m *Mapping) faults() []string {
	var out []string
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if brief.CheckTracker(m.Tracker) != nil {
		fault("tracker %.60q is no name of lower-case letters, digits and hyphens", m.Tracker)
	}
	if strings.TrimSpace(m.Title) == "" || strings.TrimSpace(m.Source.Name) == "" {
		fault("the title or the name of the source is missing")
	}
	if !slices.Contains(brief.Topics, m.Topic) {
		fault("topic %.20q is none of aid, civilians and other", string(m.Topic))
	}
	if !slices.Contains([]string{"", ",", ".", " "}, m.Thousands) {
		fault("thousands %.10q is no comma, point or blank", m.Thousands)
	}
	if d := m.Dialect.Decimal; !slices.Contains([]string{"", ",", "."}, d) {
		fault("decimals begin with %.10q, which is no point or comma", d)
	}
	for column, values := range m.Values {
		if column == "" || len(values) == 0 {
			fault("values of column %.40q say nothing", column)
		}
	}
	if c := m.Convert; c != nil {
		known := c.Rule == brief.WorthAnnouncement || c.Rule == brief.WorthAverage || c.Rule == brief.WorthFixed
		if !known || (c.Rule == brief.WorthFixed) != (c.Day != "") || c.Day != "" && !c.Day.Day() {
			fault("convert wants the rule announcement, average, or fixed with a day")
		}
	}
	out = append(out, m.skipFaults()...)
	if n := len(m.Numbers); n == 0 || n > maxMappingTemplates {
		fault("%d templates in numbers; it takes 1 to %d", n, maxMappingTemplates)
		return out
	}
	for i := range m.Numbers {
		for _, f := range m.Numbers[i].faults() {
			fault("template %d: %s", i+1, f)
		}
	}
	if len(m.Header) > 0 && len(out) == 0 {
		out = m.columnFaults(m.Header)
	}
	return out
}

// skipFaults lists what is wrong with the rules for leaving rows out. There is one total.
func (m *Mapping) skipFaults() []string {
	var out []string
	total, scales := "", map[int]bool{}
	for i, s := range m.Skip {
		if s.Column == "" || strings.TrimSpace(s.Reason) == "" || len(s.Equals) == 0 && !s.Empty {
			out = append(out, fmt.Sprintf("skip %d wants a column, equals or empty, and a reason", i+1))
		}
		if s.Total != "" && total != "" && s.Total != total {
			out = append(out, fmt.Sprintf("skip %d states a total in another column than one before", i+1))
		}
		if s.Total != "" {
			total = s.Total
		}
	}
	for i := range m.Numbers {
		if m.Numbers[i].Totalled {
			scales[m.Numbers[i].Scale] = true
		}
	}
	if total != "" && len(scales) != 1 {
		out = append(out, fmt.Sprintf("the total in column %.40q wants templates that are totalled, all of one scale", total))
	}
	return out
}

// faults lists what is wrong with a template, as far as it shows without a table.
func (t *Template) faults() []string {
	var out []string
	fault := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	for _, c := range t.When {
		if c.Column == "" || len(c.Equals) == 0 && len(c.Except) == 0 && !c.Filled && !c.Empty || c.Filled && c.Empty {
			fault("a condition wants a column, and one of equals, except, filled and empty")
		}
	}
	for _, f := range t.texts() {
		if _, ok := cutText(*f.at); !ok {
			fault("%s %.60q has a brace that does not hold a column; write {{ for a brace", f.name, *f.at)
		}
	}
	for name, text := range map[string]string{"id": t.ID, "title": t.Title, "counted": t.Counted, "unit": t.Unit, "basis": t.Basis} {
		if strings.TrimSpace(text) == "" {
			fault("%s is missing", name)
		}
	}
	event := t.Row != ""
	switch {
	case t.Scale < 0 || t.Scale > maxMappingScale:
		fault("10 to the power of %d is no scale", t.Scale)
	case !event && t.From == "":
		fault("from is missing")
	case !event && t.Commitment+t.Parent+t.EventTitle+t.Form+t.Item+t.Count != "":
		fault("an event of aid without row: give the column that names it for ever")
	case t.Value+t.Low+t.High == "" && len(t.Worth) == 0 && t.Count == "":
		fault("no value, low, high, worth or count")
	case t.Sum && (event || len(t.Worth) > 0 || t.Low+t.High+t.Qualifier != "" || t.Locator != ""):
		fault("rows are added by their values alone: leave out row, worth, low, high, qualifier and locator")
	}
	slices.Sort(out)
	return append(out, t.literalFaults()...)
}

// literalFaults holds the texts without placeholders to the rules of series.
func (t *Template) literalFaults() []string {
	var out []string
	plain := func(text string) bool { return text != "" && !strings.ContainsAny(text, "{}") }
	s := brief.Series{Counted: brief.CountedOther, Unit: "items"}
	if plain(t.Counted) {
		s.Counted = brief.Counted(t.Counted)
	}
	if plain(t.Unit) {
		s.Unit = t.Unit
	}
	if plain(t.Category) {
		s.Category = brief.AidCategory(t.Category)
	}
	if s.Measure = "pledged"; t.Measure == "" || plain(t.Measure) {
		s.Measure = brief.AidMeasure(t.Measure)
	}
	if plain(t.Valuation) {
		s.Valuation = brief.Valuation(t.Valuation)
	}
	out = append(out, seriesFaults(&s)...)
	if plain(t.Basis) && !slices.Contains(brief.Bases, brief.Basis(t.Basis)) {
		out = append(out, fmt.Sprintf("there is no basis %.40q", t.Basis))
	}
	if plain(t.ID) && brief.SeriesID(t.ID).Check() != nil {
		out = append(out, fmt.Sprintf("%.90q cannot name a series", t.ID))
	}
	if _, err := readQualifier(t.Qualifier); plain(t.Qualifier) && err != nil {
		out = append(out, err.Error())
	}
	for _, day := range []string{t.From, t.To, t.Known, t.Published} {
		if plain(day) && brief.Date(day).Check() != nil {
			out = append(out, fmt.Sprintf("%.40q is no date", day))
		}
	}
	for _, w := range t.Worth {
		if w.Currency == "" || w.Value == "" || plain(w.Currency) && !isCurrency(w.Currency) {
			out = append(out, fmt.Sprintf("worth wants a currency of ISO 4217 and a value, not %.20q", w.Currency))
		}
	}
	return out
}

// seriesFaults holds what a series counts, and in which unit, to the rules.
func seriesFaults(s *brief.Series) []string {
	var out []string
	if !slices.Contains(brief.AllCounted, s.Counted) {
		out = append(out, fmt.Sprintf("there is nothing counted as %.40q", string(s.Counted)))
	}
	if !IsUnit(s.Unit) {
		out = append(out, fmt.Sprintf("%.40q is no unit: use persons, items, percent, TIV or a currency by its code of ISO 4217", s.Unit))
	}
	if s.Category != "" && !slices.Contains(brief.AidCategories, s.Category) {
		out = append(out, fmt.Sprintf("there is no kind of aid %.40q", string(s.Category)))
	}
	if s.Measure != "" && !slices.Contains(brief.AidMeasures, s.Measure) {
		out = append(out, fmt.Sprintf("there is no measure %.40q", string(s.Measure)))
	}
	if s.Counted == brief.CountedAid && s.Measure == "" {
		out = append(out, "aid without its measure: say how far it has got")
	}
	if !slices.Contains(brief.Valuations, s.Valuation) {
		out = append(out, fmt.Sprintf("there is no valuation %.40q", string(s.Valuation)))
	}
	return out
}
