package series

import (
	"strings"
	"testing"

	"livebrief/internal/brief"
	"livebrief/internal/sheet"
)

const hxlTable = `Place,P-code,Report date,"Killed, low","Killed, high","Killed, verified",Injured,Source
#adm1+name,#adm1+code,#date+reported,#affected+killed+min,#affected+killed+max,#affected+killed+verified,#affected+injured,#meta+source
Estmark North,XX01,2025-01-31,3,9,3,14,Invented monitor
Estmark South,XX02,2025-01-31,,,0,2,Invented monitor
Estmark East,XX03,2025-01-31,11,11,,>20,Invented governor
`

const hxlTold = `
monitor.xx01.killed 2025-01-31 3 [3,9] verified
monitor.xx01.injured 2025-01-31 14 recorded
monitor.xx02.killed 2025-01-31 0 verified
monitor.xx02.injured 2025-01-31 2 recorded
monitor.xx03.killed 2025-01-31  [11,11] recorded
monitor.xx03.injured 2025-01-31 >20 recorded
`

func hashtagged(t *testing.T, tb *sheet.Table) *Imported {
	t.Helper()
	m, err := MappingFromHXL(tb, "monitor", "Invented monitor", brief.NumberSource{Name: "Invented monitor"})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := ReadMapping("hxl", m.JSON()); err != nil || string(again.JSON()) != string(m.JSON()) {
		t.Fatalf("%s: %v", m.JSON(), err)
	}
	got, err := m.Read(tb, "2026-09-01")
	if err != nil {
		t.Fatal(err)
	}
	entersAll(t, got)
	return got
}

func TestHashtagsAloneMakeAMapping(t *testing.T) {
	got := hashtagged(t, table(t, hxlTable))
	sameText(t, told(got.Versions), hxlTold)
	if s := got.Series[0]; s.Title != "Killed, Estmark North" || s.Place != "Estmark North" || s.PlaceCode != "XX01" || s.PlaceSystem != "P-code" || s.Unit != "persons" {
		t.Errorf("%+v", s)
	}
	if v := got.Versions[5]; v.By != "Invented governor" || v.Known != "2025-01-31" {
		t.Errorf("%+v", v)
	}
}

func TestPartsAreNotTakenForTheWhole(t *testing.T) {
	got := hashtagged(t, table(t, "Oblast,Town,Start,End,Dead women,Dead,Fled abroad,Fled\n#adm1,#adm2+name,#date+start,#date+end,#affected+killed+f,#affected+killed+ind,#affected+refugees,#affected+idps\nA,B,2024-01,2024-03,7,9,5-6,\n"))
	sameText(t, told(got.Versions), "monitor.b.killed 2024-01..2024-03 9 recorded\nmonitor.b.refugees 2024-01..2024-03  [5,6] recorded")
	idps := hashtagged(t, table(t, "Town,Day,Fled\n#loc,#date,#idps\nA,2024-01-01,4\n"))
	sameText(t, told(idps.Versions), "monitor.a.displaced 2024-01-01 4 recorded")
}

func TestHashtagsThatDoNotSufficeAreTold(t *testing.T) {
	for says, text := range map[string]string{
		"no column #affected": "A,B\n#adm1,#date\nx,2024\n",
		"no column of places": "A,B\n#affected+killed,#date\n1,2024\n",
		"no column #date":     "A,B\n#affected+killed,#adm1\n1,x\n",
		"two columns are":     "A,B,C,D\n#affected+killed,#affected+killed+verified,#adm1,#date\n1,1,x,2024\n",
		"has no name":         "A,B{},C\n#affected+killed,#adm1,#date\n1,x,2024\n",
		"a least and a most":  "A,B,C\n#affected+killed+min+max,#adm1,#date\n1,x,2024\n",
	} {
		m, err := MappingFromHXL(table(t, text), "monitor", "Monitor", brief.NumberSource{Name: "Monitor"})
		if brief.KindOf(err) != brief.KindInvalid || !strings.Contains(err.Error(), says) || m != nil {
			t.Errorf("%s: %v", says, err)
		}
	}
	if _, err := MappingFromHXL(table(t, hxlTable), "Monitor 1", "Monitor", brief.NumberSource{Name: "Monitor"}); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
	if _, err := MappingFromHXL(table(t, "a,b\n1,2\n"), "monitor", "Monitor", brief.NumberSource{Name: "Monitor"}); brief.KindOf(err) != brief.KindInvalid {
		t.Error(err)
	}
}
