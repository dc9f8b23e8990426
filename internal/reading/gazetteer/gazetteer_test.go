package gazetteer

import "testing"

func TestTmp(t *testing.T) {
	x := Default()
	t.Log(len(x.places), len(x.words), len(x.next))
	for _, n := range []string{"Kyiv", "Kherson", "Odessa", "Georgia", "US", "Харкова", "Києві", "New York", "Geneva", "Dnipropetrovsk", "Washington", "Rostov"} {
		for _, e := range x.Find(n) {
			t.Logf("%s %+v %+v", n, e, *x.Place(e.Place))
		}
	}
}
