package page

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/edition"
)

// teller makes Russian sentences that look like news to a compressor: some 1,900 word forms and names that come once,
// joined as a newsroom joins them. It is seeded, so that a measured size is the same every time.
type teller struct{ r *rand.Rand }

var (
	subjects = strings.Fields("министерство президент правительство парламент командование ведомство посольство губернатор мэр полиция прокуратура суд комитет совет миссия служба " +
		"организация агентство компания станция больница школа бригада армия флот авиация разведка штаб делегация комиссия союз альянс банк биржа завод порт редакция " +
		"правозащитники спасатели врачи жители беженцы добровольцы военные чиновники дипломаты наблюдатели эксперты журналисты пограничники энергетики железнодорожники")
	verbs = strings.Fields("сообщило заявило подтвердило опровергло потребовало пообещало предупредило объявило отложило подписало утвердило передало получило закрыло открыло " +
		"начало завершило остановило возобновило расследует обсуждает готовит направило отправило приняло назначило уволило ограничило разрешило запретило оценило насчитало")
	adjectives = strings.Fields("военный гражданский срочный новый первый крупный южный северный восточный западный местный областной временный постоянный жилой промышленный " +
		"энергетический гуманитарный финансовый зимний ночной ракетный воздушный морской железнодорожный совместный закрытый открытый очередной дополнительный международный")
	stems = strings.Fields("помощ договор удар закон приказ переговор эвакуац поставк отключен восстановлен санкц мобилизац наступлен отступлен обстрел взрыв пожар разрушен потер " +
		"снабжен зерн газ топлив электричеств вод дорог мост границ очеред вклад бюджет контракт систем орудие снаряд танк беспилотник самолёт корабл конво лагер приют лекарств " +
		"документ решен заявлен заседан голосован резолюц расследован приговор обмен пленн ребёнк семь пенси школ университет больниц рынк цен тариф инфляц кредит")
	endings = strings.Fields("а у ом е ы ов ам ами ах и ей ию ией ия ие ий")
	places  = strings.Fields("Киеве Харькове Херсоне Одессе Днепре Запорожье Николаеве Львове Чернигове Сумах Полтаве Виннице Варшаве Брюсселе Берлине Лондоне Вашингтоне Анкаре Женеве Тбилиси " +
		"Астане Кишинёве Вильнюсе Риге Праге Изюме Купянске Лимане Бахмуте Соледаре Энергодаре Балаклее Краматорске Мелитополе Бердянске")
	onsets = strings.Fields("б в г д ж з к л м н п р с т ф х ч ш бр вл гр др кл кр пр ст тр св сл")
	vowels = strings.Fields("а е и о у ы я ю")
	tails  = strings.Fields("ов енко ский чук ин ев ич ук ян швили")
	joins  = strings.Fields("в на после до из-за вопреки около для без под над против вместо согласно через между ради среди")
)

func (g teller) word(list []string) string { return list[g.r.IntN(len(list))] }

// name makes a surname that no list holds.
func (g teller) name() string {
	s := ""
	for range 2 + g.r.IntN(2) {
		s += g.word(onsets) + g.word(vowels)
	}
	return capital(s) + g.word(tails)
}

// noun takes a word of the trade, or one that no list holds: real news never runs out of words.
func (g teller) noun() string {
	if g.r.IntN(5) < 2 {
		return strings.ToLower(g.name()) + g.word(endings)
	}
	return g.word(stems) + g.word(endings)
}

func (g teller) sentence() string {
	s := g.word(subjects) + " " + g.word(verbs)
	for range 3 + g.r.IntN(4) {
		switch g.r.IntN(5) {
		case 0:
			s += " " + g.word(adjectives) + " " + g.noun()
		case 1:
			s += " " + g.word(joins) + " " + g.noun()
		case 2:
			s += ", сказал " + g.name() + ","
		case 3:
			s += fmt.Sprintf(" %d %s", g.r.IntN(900), g.noun())
		default:
			s += " в " + g.word(places)
		}
	}
	return capital(s) + "."
}

func (g teller) text(n int) string {
	var s []string
	for range n {
		s = append(s, g.sentence())
	}
	return strings.Join(s, " ")
}

func zipped(t *testing.T, body []byte) int {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, 6)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// russianDay is a heavy day: eight lines, five stories, and more developments than a page holds.
func russianDay(t *testing.T) *chronicle {
	g := teller{rand.New(rand.NewPCG(24, 9))}
	b := warBriefing()
	b.Title, b.Languages = "Вторжение России в Украину", []string{"ru"}
	b.Standfirst = "Последние события, военная помощь Запада, положение мирных жителей и то, кто что контролирует."
	for i, name := range []string{"Мир", "Внутри стран", "Боевые действия", "Мирные жители", "Военная помощь"} {
		b.Tracks[i].Name = name
	}
	c := newChronicle(t, b)
	kinds := []brief.DevelopmentKind{brief.KindEvent, brief.KindAssertion, brief.KindFigure, brief.KindPledge, brief.KindLawChange}
	var lines []brief.Line
	var changes []brief.LineChange
	for i := range 30 {
		d := brief.Development{Headline: strings.TrimSuffix(g.sentence(), "."), Text: g.text(5), Track: b.Tracks[i%5].ID, Kind: kinds[i%len(kinds)], Place: g.word(places),
			Label: brief.Labels[i%len(brief.Labels)], Byline: "",
			RestsOn: []brief.Reference{{URL: fmt.Sprintf("https://news%d.example/world/%d/%x.html", i%7, 2022+i, g.r.Uint64()), Outlet: "Радио Свобода"},
				{URL: fmt.Sprintf("https://agency%d.example/%x", i%4, g.r.Uint64()), Outlet: "Рейтер"}}}
		if i%4 == 0 {
			d.RestsOn[0].Quote = g.sentence()
		}
		id := brief.ItemID(fmt.Sprintf("%016x", g.r.Uint64()))
		c.add(brief.Publish, id, d)
		if i%6 == 0 {
			d.Text, d.Note = g.text(5), g.sentence()
			c.add(brief.Correct, id, d)
		}
		if i < 8 {
			line := brief.LineID(fmt.Sprintf("%016x", g.r.Uint64()))
			lines = append(lines, brief.Line{ID: line, Text: g.sentence() + " " + g.sentence(), Track: d.Track, SaidOn: "2022-09-24", Refs: []brief.ItemID{id}})
			changes = append(changes, brief.LineChange{ID: line, Class: brief.Publish})
		}
		if i%6 == 5 {
			d.Kind, d.Text = brief.KindStory, g.text(2)
			c.add(brief.Publish, brief.ItemID(fmt.Sprintf("%016x", g.r.Uint64())), d)
		}
	}
	c.add(brief.EntryGlance, brief.ItemGlance, brief.Glance{Lines: lines, Changes: changes})
	return c
}

// The text that sizes are measured with must not be easier to pack than real news: Russian news pages of 6,000 letters
// took 0.52 to 0.60 bytes a letter in gzip.
func TestMeasuringTextIsNotEasierThanNews(t *testing.T) {
	g := teller{rand.New(rand.NewPCG(1, 2))}
	text := g.text(66)
	letters := len([]rune(text))
	if perLetter := float64(zipped(t, []byte(text))) / float64(letters); perLetter < 0.56 {
		t.Errorf("%.2f bytes a letter", perLetter)
	} else {
		t.Logf("%.2f bytes a letter over %d letters", perLetter, letters)
	}
}

// frameOf gives the pieces that an entry changes as one text.
func (c *chronicle) frameOf(p brief.Published) string {
	c.t.Helper()
	fragments, _, err := Fragments(c.shelf(), c.bodies, p)
	if err != nil {
		c.t.Fatal(err)
	}
	frame := ""
	for _, f := range fragments {
		frame += f.HTML
	}
	return frame
}

// russianLedger adds five statements of three terms each, of which one stands in a development of the first page, and a
// verdict on that one.
func (c *chronicle) russianLedger() {
	g := teller{rand.New(rand.NewPCG(25, 9))}
	b := c.state.Briefing
	b.Sections = append(b.Sections[:len(b.Sections):len(b.Sections)], brief.SectionStatements)
	c.add(brief.EntryBriefing, brief.ItemBriefing, b)
	c.add(brief.EntrySpeaker, "mira", brief.Speaker{Name: g.name(), Change: asPublished})
	for i := range 5 {
		s := bridgePledge()
		s.Title, s.Summary, s.As.Name, s.As.Role, s.Original = strings.TrimSuffix(g.sentence(), "."), g.sentence(), g.name(), g.noun(), g.sentence()
		for k := range s.Terms {
			s.Terms[k].Text = g.sentence()
		}
		for k := range s.Evidence {
			s.Evidence[k].Text = g.sentence()
		}
		c.add(brief.EntryStatement, brief.ItemID(fmt.Sprintf("st%d", i)), s)
	}
	it := c.state.Developments(edition.Filter{}, 3, 1)[0]
	d, _, err := body[brief.Development](c.entries[it.Current-1])
	if err != nil {
		c.t.Fatal(err)
	}
	d.Statements = []brief.StatementID{"st0"}
	c.add(brief.Update, it.ID, d)
	c.add(brief.EntryOutcome, "st0", brief.Outcome{Statement: "st0", Term: "t1", Verdict: "partly_kept", AsOf: "2022-09-24", Rationale: g.sentence(), RestsOn: []brief.EvidenceID{"e1"}})
}

func TestPagesKeepTheirBudgets(t *testing.T) {
	c := russianDay(t)
	c.russianLedger()
	pages := site(t, c, c.shelf())
	live := find(t, pages, "live")
	head, rest, _ := strings.Cut(live, `<script type="application/ld+json">`)
	data, tail, _ := strings.Cut(rest, `</script>`)
	css, _, _ := Asset("live.css")
	script, _, _ := Asset("live.js")
	pledge := c.entries[slices.IndexFunc(c.entries, func(p brief.Published) bool { return p.Entry.Kind == brief.EntryGlance })-1]
	frame := c.frameOf(pledge)
	decided := c.frameOf(c.entries[len(c.entries)-1])
	for _, m := range []struct {
		what   string
		body   string
		budget int
	}{
		{"lite", find(t, pages, "lite"), 10 << 10},
		{"first HTML without structured data", head + tail, 14 << 10},
		{"structured data", data, 8 << 10},
		{"first HTML with structured data", live, 22 << 10},
		{"style sheet", string(css), 5 << 10},
		{"script", string(script), 8 << 10},
		{"fragments of one development", frame, 4 << 10},
		{"fragments of one outcome", decided, 6 << 10},
		{"page of a statement", find(t, pages, "statement st0"), 7 << 10},
		{"embed", find(t, pages, "embed"), 4 << 10},
		{"box", find(t, pages, "box"), 1 << 10},
	} {
		size := zipped(t, []byte(m.body))
		t.Logf("%-36s %6d bytes, %6d compressed of %d", m.what, len(m.body), size, m.budget)
		if size > m.budget {
			t.Errorf("%s: %d bytes compressed, more than %d", m.what, size, m.budget)
		}
	}
}

func TestLitePageAsksForNothingElse(t *testing.T) {
	c := russianDay(t)
	for _, n := range nodes(t, find(t, site(t, c, c.shelf()), "lite")) {
		switch n.Data {
		case "script", "img", "style":
			t.Errorf("<%s>", n.Data)
		case "link":
			rel, _ := attr(n, "rel")
			href, _ := attr(n, "href")
			if rel != "canonical" && (rel != "icon" || href != "data:,") {
				t.Errorf("<link rel=%q href=%q>", rel, href)
			}
		}
	}
}
